package io.github.attention4j.render.image.internal.scene;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;

/**
 * An image of at most 256 colours, one byte per pixel.
 *
 * @param indices row by row
 * @param colours ARGB
 */
@SuppressWarnings("ArrayRecordComponent") // an image is not compared
public record IndexedImage(int width, int height, byte[] indices, int[] colours) {
    /** The same as an image of the JDK. */
    public BufferedImage toBufferedImage() {
        IndexColorModel model = new IndexColorModel(8, colours.length, colours, 0, false, -1, 0);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        System.arraycopy(indices, 0, pixels, 0, indices.length);
        return image;
    }
}
