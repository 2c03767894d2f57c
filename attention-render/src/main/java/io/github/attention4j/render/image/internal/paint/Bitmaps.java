package io.github.attention4j.render.image.internal.paint;

import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.render.image.internal.scene.Scene;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Scenes as bitmaps, and bitmaps as PNG. */
public final class Bitmaps {
    /** A bitmap of this many pixels takes 1 GB. */
    private static final double MOST_PIXELS = 1 << 28;

    /** A quarter of the time of the strongest compression, for a few percent more bytes. */
    private static final float QUALITY = 0.75f;

    private Bitmaps() {}

    /** Paints a scene; each point becomes {@code scale} pixels. */
    public static BufferedImage paint(Scene scene, double scale) {
        double width = Math.ceil(scene.width() * scale - 1e-6);
        double height = Math.ceil(scene.height() * scale - 1e-6);
        if (!(scale > 0) || width * height > MOST_PIXELS) {
            throw new InvalidRequestException(String.format(
                    java.util.Locale.ROOT,
                    "At scale %s the picture has %.0f x %.0f pixels; expected a positive scale and at most %.0f pixels",
                    scale,
                    width,
                    height,
                    MOST_PIXELS));
        }
        BufferedImage image =
                new BufferedImage(Math.max(1, (int) width), Math.max(1, (int) height), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            GraphicsPainter.paint(scene, graphics, scale);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    /** Writes a bitmap as PNG. */
    public static void writePng(BufferedImage image, OutputStream out) throws IOException {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("png");
        ImageWriter writer = writers.next();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam options = writer.getDefaultWriteParam();
            if (options.canWriteCompressed()) {
                options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                options.setCompressionQuality(QUALITY);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), options);
        } catch (IIOException e) {
            // The writer says no more than that there was an error; what is behind it says which.
            throw e.getCause() instanceof IOException reason ? reason : e;
        } finally {
            writer.dispose();
        }
    }
}
