package io.github.attention4j.render.internal;

import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The HTML around a custom element and its payload. */
public final class Page {
    private static final String BUNDLE = "/META-INF/resources/attention4j/attention-views.js";

    private static final String DARK_GROUND = "body{background:#14161d}";

    private final String elementName;
    private final AttentionResult attention;
    private final String title;
    private final String theme;
    private final Opening opening;

    /**
     * A page.
     *
     * @param elementName the custom element
     * @param attention what it shows
     * @param title the title and heading
     * @param theme auto, light or dark
     * @param opening what it shows first
     */
    public Page(String elementName, AttentionResult attention, String title, String theme, Opening opening) {
        this.elementName = elementName;
        this.attention = attention;
        this.title = title;
        this.theme = theme;
        this.opening = opening;
    }

    /**
     * Writes a whole page.
     *
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void writePage(Appendable out) throws IOException {
        String script = bundle();
        String style = style();
        out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-")
                .append(sha256(script))
                .append("'; style-src 'sha256-")
                .append(sha256(style))
                .append("'; base-uri 'none'; form-action 'none'\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<style>")
                .append(style)
                .append("</style>\n</head>\n<body>\n<main>\n");
        writeElement(out);
        out.append("</main>\n<script>").append(script).append("</script>\n</body>\n</html>\n");
    }

    /**
     * Writes the element and the script.
     *
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void writeFragment(Appendable out) throws IOException {
        writeElement(out);
        out.append("<script>").append(bundle()).append("</script>\n");
    }

    /**
     * Writes an iframe that holds the whole page.
     *
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void writeIframe(Appendable out) throws IOException {
        StringBuilder page = new StringBuilder();
        writePage(page);
        out.append("<iframe sandbox=\"allow-scripts\" title=\"")
                .append(escaped(title))
                .append("\" style=\"width:100%;height:640px;border:0\" srcdoc=\"")
                .append(escaped(page.toString()))
                .append("\"></iframe>\n");
    }

    private void writeElement(Appendable out) throws IOException {
        List<LayerChunk> chunks = new ArrayList<>();
        for (AttentionStack stack : attention.stacks()) {
            stack.stream().map(LayerChunk::new).forEach(chunks::add);
        }
        out.append("<")
                .append(elementName)
                .append(" theme=\"")
                .append(theme)
                .append("\" heading=\"")
                .append(escaped(title))
                .append("\">\n<script type=\"application/json\" data-attention-header>")
                .append(PayloadHeader.json(attention, chunks, opening))
                .append("</script>\n");
        for (LayerChunk chunk : chunks) {
            out.append("<script type=\"application/octet-stream\" data-attention-chunk>")
                    .append(Base64.getEncoder().encodeToString(chunk.deflated()))
                    .append("</script>\n");
        }
        out.append("</").append(elementName).append(">\n");
    }

    /** The little that the page itself has; the element brings its own. */
    private String style() {
        String ground =
                switch (theme) {
                    case "dark" -> DARK_GROUND;
                    case "light" -> "";
                    default -> "@media(prefers-color-scheme:dark){" + DARK_GROUND + "}";
                };
        return "body{margin:0}" + ground;
    }

    private static String bundle() throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(BUNDLE)) {
            if (in == null) {
                throw new IOException("The script " + BUNDLE + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\0", "\uFFFD");
    }
}
