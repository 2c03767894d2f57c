package io.github.attention4j.examples.demo.site;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.io.AtomicFile;
import io.github.attention4j.render.AttentionViews;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The walkthrough as a folder of pages that works without a server and without a network. */
public final class Site {
    private final Path folder;
    private final List<Chapter> chapters;
    private final Configuration templates;

    /**
     * A site that is not written yet.
     *
     * @param folder where it goes; made if it is not there
     * @param chapters the sections in the order of the talk
     */
    public Site(Path folder, List<Chapter> chapters) {
        this.folder = folder;
        this.chapters = List.copyOf(chapters);
        this.templates = templates();
    }

    private static Configuration templates() {
        Configuration templates = new Configuration(Configuration.VERSION_2_3_34);
        templates.setClassForTemplateLoading(Site.class, "");
        templates.setDefaultEncoding(StandardCharsets.UTF_8.name());
        templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        templates.setLogTemplateExceptions(false);
        try {
            // In each page, so that a page can be sent to somebody by itself.
            templates.setSharedVariable("style", inlined(resource("walkthrough.css")));
            templates.setSharedVariable("script", inlined(resource("walkthrough.js")));
            templates.setSharedVariable("views", inlined(AttentionViews.script()));
        } catch (IOException | TemplateModelException e) {
            throw new IllegalStateException("The class path lacks a part of this program", e);
        }
        return templates;
    }

    private static TemplateModel inlined(String text) throws TemplateModelException {
        return HTMLOutputFormat.INSTANCE.fromMarkup(text);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Site.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Writes all pages.
     *
     * @param models what the pages' pictures come from
     * @param cover what the first page shows
     * @return the first page
     * @throws IOException if the folder cannot be written to
     */
    public Path write(Models models, Contents cover) throws IOException {
        Files.createDirectories(folder);
        for (int at = 0; at < chapters.size(); at++) {
            Chapter chapter = chapters.get(at);
            Map<String, Object> values =
                    new HashMap<>(chapter.contents().apply(models).values());
            values.put("title", chapter.title());
            values.put("summary", chapter.summary());
            values.put("previous", at == 0 ? "index.html" : chapters.get(at - 1).name() + ".html");
            values.put(
                    "previousTitle",
                    at == 0 ? "The sections" : chapters.get(at - 1).title());
            if (at + 1 < chapters.size()) {
                values.put("next", chapters.get(at + 1));
            }
            render("chapters/" + chapter.name() + ".ftlh", chapter.name() + ".html", values);
        }
        Map<String, Object> values = new HashMap<>(cover.values());
        values.put("chapters", chapters);
        values.put("count", Integer.toString(chapters.size()));
        values.put("next", chapters.get(0));
        render("index.ftlh", "index.html", values);
        return folder.resolve("index.html");
    }

    private void render(String template, String page, Map<String, Object> values) throws IOException {
        AtomicFile.write(folder.resolve(page), out -> {
            try {
                Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                templates.getTemplate(template).process(values, writer);
                writer.flush();
            } catch (TemplateException e) {
                throw new IOException("Cannot fill " + template + ": " + e.getMessage(), e);
            }
        });
    }
}
