package io.github.attention4j.render;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Selection;
import io.github.attention4j.io.AtomicFile;
import io.github.attention4j.render.internal.Opening;
import io.github.attention4j.render.internal.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An interactive view as HTML: a whole page, a fragment for a page of one's own, or an iframe for a notebook.
 *
 * <p>Immutable and thread-safe; each option gives a new view of the same attention. Pages are written layer by layer,
 * so that a large result is never a string in memory.
 */
public final class HtmlView {
    private final String elementName;
    private final AttentionResult attention;
    private final ViewOptions options;

    HtmlView(String elementName, AttentionResult attention, ViewOptions options) {
        this.elementName = elementName;
        this.attention = attention;
        this.options = options;
    }

    /**
     * All options at once.
     *
     * @param newOptions the options
     * @return a view with them
     */
    public HtmlView options(ViewOptions newOptions) {
        return new HtmlView(elementName, attention, newOptions);
    }

    /**
     * The page's title and heading.
     *
     * @param title any text
     * @return a view with it
     */
    public HtmlView title(String title) {
        return options(new ViewOptions(title, options.theme(), options.kind(), options.layer(), options.heads()));
    }

    /**
     * The colours.
     *
     * @param theme the theme
     * @return a view with it
     */
    public HtmlView theme(Theme theme) {
        return options(new ViewOptions(options.title(), theme, options.kind(), options.layer(), options.heads()));
    }

    /**
     * Which attention to open with.
     *
     * @param kind the kind
     * @return a view that opens with it
     */
    public HtmlView kind(AttentionKind kind) {
        return options(new ViewOptions(options.title(), options.theme(), kind, options.layer(), options.heads()));
    }

    /**
     * Which layer to open with.
     *
     * @param layer the model's own number
     * @return a view that opens with it
     */
    public HtmlView layer(int layer) {
        return options(new ViewOptions(options.title(), options.theme(), options.kind(), layer, options.heads()));
    }

    /**
     * Which heads to open with.
     *
     * @param heads the model's own numbers
     * @return a view that opens with them
     * @throws InvalidRequestException if there is none, or one is negative
     */
    public HtmlView heads(int... heads) {
        return heads(Selection.of(heads));
    }

    private HtmlView heads(@Nullable Selection heads) {
        return options(new ViewOptions(options.title(), options.theme(), options.kind(), options.layer(), heads));
    }

    /**
     * A whole page.
     *
     * @return the page; for large results prefer {@link #writeTo(Path)}
     * @throws InvalidRequestException if the options name a kind, layer or head that the result does not have
     */
    public String toHtml() {
        StringBuilder html = new StringBuilder();
        write(html, Page::writePage);
        return html.toString();
    }

    /**
     * The custom element with its data and script, to be put into a page of one's own.
     *
     * @return the fragment
     * @throws InvalidRequestException if the options name a kind, layer or head that the result does not have
     */
    public String toFragment() {
        StringBuilder html = new StringBuilder();
        write(html, Page::writeFragment);
        return html.toString();
    }

    /**
     * A sandboxed iframe with the whole page inside, for notebooks and other places that scripts must not leave.
     *
     * @return the iframe
     * @throws InvalidRequestException if the options name a kind, layer or head that the result does not have
     */
    public String toIframe() {
        StringBuilder html = new StringBuilder();
        write(html, Page::writeIframe);
        return html.toString();
    }

    /**
     * Writes a whole page to a file; on failure the file is as it was.
     *
     * @param file where to
     * @throws InvalidRequestException if the options name a kind, layer or head that the result does not have
     * @throws AttentionFileException if the file cannot be written
     */
    public void writeTo(Path file) {
        try {
            AtomicFile.write(file, this::writeTo);
        } catch (IOException | UncheckedIOException e) {
            throw new AttentionFileException("Cannot write the page " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes a whole page in UTF-8.
     *
     * @param out where to; flushed, not closed
     * @throws InvalidRequestException if the options name a kind, layer or head that the result does not have
     * @throws UncheckedIOException if the stream fails
     */
    public void writeTo(OutputStream out) {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writeTo(writer);
        try {
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a whole page.
     *
     * @param out where to
     * @throws InvalidRequestException if the options name a kind, layer or head that the result does not have
     * @throws UncheckedIOException if {@code out} fails
     */
    public void writeTo(Appendable out) {
        write(out, Page::writePage);
    }

    private interface Form {
        void write(Page page, Appendable out) throws IOException;
    }

    private void write(Appendable out, Form form) {
        Opening opening = Opening.of(attention, options.kind(), options.layer(), options.heads());
        try {
            form.write(
                    new Page(
                            elementName,
                            attention,
                            options.title(),
                            options.theme().label(),
                            opening),
                    out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
