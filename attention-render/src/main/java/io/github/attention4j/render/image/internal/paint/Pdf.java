package io.github.attention4j.render.image.internal.paint;

import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.render.image.internal.scene.Scene;
import java.io.IOException;
import java.io.OutputStream;

/** PDF, where the library for it is there. */
public final class Pdf {
    private Pdf() {}

    /** Writes a scene as PDF of one page. */
    public static void write(Scene scene, OutputStream out) throws IOException {
        try {
            PdfPainter.paint(scene, out);
        } catch (NoClassDefFoundError e) {
            throw new InvalidRequestException(
                    "PDF needs Apache PDFBox, which is not on the class path: add the dependency"
                            + " de.rototor.pdfbox:graphics2d:3.0.5, or write SVG",
                    e);
        }
    }
}
