package io.github.attention4j.render.image;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Selection;
import io.github.attention4j.io.AtomicFile;
import io.github.attention4j.render.Theme;
import io.github.attention4j.render.image.internal.layout.Drawing;
import io.github.attention4j.render.image.internal.paint.Bitmaps;
import io.github.attention4j.render.image.internal.paint.Pdf;
import io.github.attention4j.render.image.internal.paint.SvgPainter;
import io.github.attention4j.render.image.internal.scene.Scene;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A picture as SVG, PNG, PDF or an image in memory, made without a display and without a browser.
 *
 * <p>Immutable and thread-safe; each option gives a new picture of the same subject. All formats come from the same
 * layout and look the same. What cannot be drawn is refused when the picture is made: an unknown layer, head or query
 * token with an {@link InvalidRequestException}, weights that are not finite and attention of one token to itself with
 * an {@link io.github.attention4j.InvalidInputException}.
 */
public final class Picture {
    /** Pixels per point of PNG files where nothing else is asked for: sharp on screens of high density. */
    private static final double USUAL_SCALE = 2;

    private final Drawing drawing;
    private final PictureOptions options;

    /** Laid out once, however many sizes and formats are asked for: whoever wants a width in pixels asks twice. */
    private volatile @Nullable Scene scene;

    Picture(Drawing drawing, PictureOptions options) {
        this.drawing = drawing;
        this.options = options;
    }

    /**
     * All options at once.
     *
     * @param newOptions the options
     * @return a picture with them
     */
    public Picture options(PictureOptions newOptions) {
        return new Picture(drawing, newOptions);
    }

    /**
     * The heading; without this call it says what is shown.
     *
     * @param title any text; empty for no heading
     * @return a picture with it
     */
    public Picture title(String title) {
        return with(changed -> changed.title = title);
    }

    /**
     * The colours of ground and text; without this call light.
     *
     * @param theme the theme; {@link Theme#AUTO} is light
     * @return a picture with it
     */
    public Picture theme(Theme theme) {
        return with(changed -> changed.theme = theme);
    }

    /**
     * The colours of numbers; without this call the palette that suits the picture.
     *
     * @param palette the palette
     * @return a picture with it
     */
    public Picture palette(Palette palette) {
        return with(changed -> changed.palette = palette);
    }

    /**
     * Which attention to draw.
     *
     * @param kind the kind
     * @return a picture of it
     */
    public Picture kind(AttentionKind kind) {
        return with(changed -> changed.kind = kind);
    }

    /**
     * Which layer to draw; without this call the most telling one, or all where the picture shows several.
     *
     * @param layer the model's own number
     * @return a picture of it
     */
    public Picture layer(int layer) {
        return with(changed -> changed.layer = layer);
    }

    /**
     * Which head to draw; the same as {@link #heads(int...)} with one head.
     *
     * @param head the model's own number
     * @return a picture of it
     * @throws InvalidRequestException if it is negative
     */
    public Picture head(int head) {
        return heads(head);
    }

    /**
     * Which heads to draw; pictures of a single matrix show their mean. Without this call the most telling one, or all
     * where the picture shows several.
     *
     * @param heads the model's own numbers
     * @return a picture of them
     * @throws InvalidRequestException if there is none, or one is negative
     */
    public Picture heads(int... heads) {
        return with(changed -> changed.heads = Selection.of(heads));
    }

    /**
     * Which query tokens a text, an overlay or a strip of steps is about; other pictures show all. Without this call a
     * text and an overlay show the mean over all, and a strip shows eight steps evenly picked.
     *
     * @param queries zero-based rows
     * @return a picture of them
     * @throws InvalidRequestException if there is none, or one is negative
     */
    public Picture queries(int... queries) {
        return with(changed -> changed.queries = Selection.of(queries));
    }

    /**
     * Whether numbers are written into the cells of a heat map or matrix; without this call wherever they fit.
     *
     * @param annotations true for numbers
     * @return a picture with or without them
     */
    public Picture annotations(boolean annotations) {
        return with(changed -> changed.annotations = annotations);
    }

    /**
     * The width at scale 1; for a PNG of w pixels, the scale is {@code w / width()}.
     *
     * @return points
     */
    public double width() {
        return draw().width();
    }

    /**
     * The height at scale 1.
     *
     * @return points
     */
    public double height() {
        return draw().height();
    }

    /**
     * The picture as SVG, with text as text, and titles and descriptions for readers who cannot see it.
     *
     * @return an XML document
     */
    public String toSvg() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(Format.SVG, 1, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * The picture as PNG of two pixels per point.
     *
     * @return the file's bytes
     */
    public byte[] toPng() {
        return toPng(USUAL_SCALE);
    }

    /**
     * The picture as PNG.
     *
     * @param scale pixels per point
     * @return the file's bytes
     * @throws InvalidRequestException if the scale is not positive, or the picture would have over 2<sup>28</sup> pixels
     */
    public byte[] toPng(double scale) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(Format.PNG, scale, bytes);
        return bytes.toByteArray();
    }

    /**
     * The picture as PDF of one page, with vectors, and with letters as outlines over text that can be searched and
     * copied in any script. Needs {@code de.rototor.pdfbox:graphics2d} (Apache PDFBox) on the class path, which this
     * library does not bring along.
     *
     * @return the file's bytes
     * @throws InvalidRequestException if PDFBox is not there
     */
    public byte[] toPdf() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(Format.PDF, 1, bytes);
        return bytes.toByteArray();
    }

    /**
     * The picture as an image of Java's own, for Swing, JavaFX, or DJL by
     * {@code ImageFactory.getInstance().fromImage(picture.toImage(2))}.
     *
     * @param scale pixels per point
     * @return a new opaque image
     * @throws InvalidRequestException if the scale is not positive, or the picture would have over 2<sup>28</sup> pixels
     */
    public BufferedImage toImage(double scale) {
        return Bitmaps.paint(draw(), scale);
    }

    /**
     * Writes the picture in the format that the file's name ends in: {@code .svg}, {@code .png} (of two pixels per
     * point) or {@code .pdf} (see {@link #toPdf()}). On failure the file is as it was.
     *
     * @param file where to
     * @throws InvalidRequestException if the name ends in something else
     * @throws AttentionFileException if the file cannot be written
     */
    public void writeTo(Path file) {
        writeTo(file, USUAL_SCALE);
    }

    /**
     * Writes the picture as {@link #writeTo(Path)} does.
     *
     * @param file where to
     * @param scale pixels per point of a PNG; the other formats have no pixels
     * @throws InvalidRequestException if the name ends in something else, or the scale is not positive
     * @throws AttentionFileException if the file cannot be written
     */
    public void writeTo(Path file, double scale) {
        Format format = Format.of(file);
        try {
            AtomicFile.write(file, out -> write(format, scale, out));
        } catch (IOException | UncheckedIOException e) {
            throw new AttentionFileException("Cannot write the picture " + file + ": " + reason(e), e);
        }
    }

    /** What the disk said, without the wrappings of whoever heard it first. */
    private static @Nullable String reason(Throwable error) {
        return error.getCause() instanceof IOException cause ? reason(cause) : error.getMessage();
    }

    private Picture with(Consumer<ChangedOptions> change) {
        ChangedOptions changed = new ChangedOptions(options);
        change.accept(changed);
        return options(changed.toOptions());
    }

    private enum Format {
        SVG,
        PNG,
        PDF;

        static Format of(Path file) {
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            for (Format format : values()) {
                if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                    return format;
                }
            }
            throw new InvalidRequestException(
                    "Cannot tell the format of " + file + "; expected a name that ends in .svg, .png or .pdf");
        }
    }

    private void write(Format format, double scale, OutputStream out) {
        Scene drawn = draw();
        try {
            switch (format) {
                case SVG -> SvgPainter.paint(drawn, out);
                case PNG -> Bitmaps.writePng(Bitmaps.paint(drawn, scale), out);
                case PDF -> Pdf.write(drawn, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Scene draw() {
        Scene drawn = scene;
        if (drawn == null) {
            drawn = drawing.draw(options);
            scene = drawn;
        }
        return drawn;
    }
}
