package io.github.attention4j.render;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Selection;
import io.github.attention4j.io.AtomicFile;
import io.github.attention4j.render.internal.Appearance;
import io.github.attention4j.render.internal.Extra;
import io.github.attention4j.render.internal.Included;
import io.github.attention4j.render.internal.Opening;
import io.github.attention4j.render.internal.Page;
import io.github.attention4j.render.internal.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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
    private final List<Extra> extras;

    HtmlView(String elementName, AttentionResult attention, ViewOptions options, List<Extra> extras) {
        this.elementName = elementName;
        this.attention = attention;
        this.options = options;
        this.extras = List.copyOf(extras);
    }

    /**
     * All options at once.
     *
     * @param newOptions the options
     * @return a view with them
     */
    public HtmlView options(ViewOptions newOptions) {
        return new HtmlView(elementName, attention, newOptions, extras);
    }

    private HtmlView with(UnaryOperator<ViewOptions.Builder> change) {
        return options(change.apply(options.toBuilder()).build());
    }

    /**
     * The page's title and heading.
     *
     * @param title any text
     * @return a view with it
     */
    public HtmlView title(String title) {
        return with(builder -> builder.title(title));
    }

    /**
     * The page's texts in another language or other words. Names that are not given stay English.
     *
     * @param language a BCP 47 tag such as {@code de}
     * @param labels texts by the names in {@code labels.json}; what stands in braces is filled in by the page
     * @return a view with them
     * @throws InvalidRequestException if there is no label of some name
     */
    public HtmlView labels(String language, Map<String, String> labels) {
        return with(builder -> builder.labels(language, labels));
    }

    /**
     * The colours.
     *
     * @param theme the theme
     * @return a view with it
     */
    public HtmlView theme(Theme theme) {
        return with(builder -> builder.theme(theme));
    }

    /**
     * Which attention to open with.
     *
     * @param kind the kind
     * @return a view that opens with it
     */
    public HtmlView kind(AttentionKind kind) {
        return with(builder -> builder.kind(kind));
    }

    /**
     * Which layer to open with.
     *
     * @param layer the model's own number
     * @return a view that opens with it
     */
    public HtmlView layer(int layer) {
        return with(builder -> builder.layer(layer));
    }

    /**
     * Which heads to open with.
     *
     * @param heads the model's own numbers
     * @return a view that opens with them
     * @throws InvalidRequestException if there is none, or one is negative
     */
    public HtmlView heads(int... heads) {
        return with(builder -> builder.heads(Selection.of(heads)));
    }

    /**
     * Which layers the page holds; they keep their numbers.
     *
     * @param layers the model's own numbers
     * @return a view with them only
     * @throws InvalidRequestException if there is none, or one is negative
     */
    public HtmlView includeLayers(int... layers) {
        return with(builder -> builder.includeLayers(Selection.of(layers)));
    }

    /**
     * Which heads the page holds; they keep their numbers and colours.
     *
     * @param heads the model's own numbers
     * @return a view with them only
     * @throws InvalidRequestException if there is none, or one is negative
     */
    public HtmlView includeHeads(int... heads) {
        return with(builder -> builder.includeHeads(Selection.of(heads)));
    }

    /**
     * What else is chosen at first: a token that is held, filters, a threshold.
     *
     * @param state what follows the name of the view in the address that the view's button copies, such as
     *     {@code token=query.7&special=hide}; what it does not say stays as it is
     * @return a view that opens with it
     */
    public HtmlView state(String state) {
        return with(builder -> builder.state(state));
    }

    /**
     * Leaves out heading, controls and buttons, for a page that puts its own text around. Whoever needs the controls
     * takes the element's attribute {@code compact} away.
     *
     * @return the drawing with its read-out and notes alone
     */
    public HtmlView compact() {
        return with(builder -> builder.compact(true));
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
     * The custom element with its data, for a page that holds several and loads {@link AttentionViews#script()} once.
     *
     * @return the element
     * @throws InvalidRequestException if the options name a kind, layer or head that the result does not have
     */
    public String toElement() {
        StringBuilder html = new StringBuilder();
        write(html, Page::writeElement);
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

    /**
     * Writes the data alone, in the binary form of {@code docs/payload.md}, to be served by a web application; the
     * element of {@link #toElement(String)} reads them.
     *
     * @param out where to; flushed, not closed
     * @throws InvalidRequestException if the options name a kind, layer or head that the result does not have
     * @throws UncheckedIOException if the stream fails
     */
    public void writePayload(OutputStream out) {
        try {
            payload().writeFile(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The custom element without data, for a page that loads {@code attention4j/attention-views.js}.
     *
     * @param payloadUrl where the page finds what {@link #writePayload(OutputStream)} wrote
     * @return the element
     */
    public String toElement(String payloadUrl) {
        try {
            StringBuilder html = new StringBuilder();
            Page.writeReference(html, elementName, appearance(), payloadUrl);
            return html.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Form {
        void write(Page page, Appendable out) throws IOException;
    }

    private void write(Appendable out, Form form) {
        try {
            form.write(new Page(elementName, payload(), appearance()), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Appearance appearance() {
        return new Appearance(
                options.title(), options.language(), options.theme().label(), options.state(), options.compact());
    }

    private Payload payload() throws IOException {
        Included included = Included.of(attention, options.includeLayers(), options.includeHeads());
        Included showable = included.where(layer -> extras.stream().allMatch(extra -> extra.opens(layer)));
        Opening opening = Opening.of(showable, options.kind(), options.layer(), options.heads());
        return new Payload(attention.model().name(), included, opening, options.labels(), extras);
    }
}
