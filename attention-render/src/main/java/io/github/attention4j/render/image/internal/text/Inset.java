package io.github.attention4j.render.image.internal.text;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.font.GraphicAttribute;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** A picture within a line of text, as high as the text. */
final class Inset extends GraphicAttribute {
    private static final double HEIGHT = 1.17;
    private static final double BELOW = 0.22;

    private final BufferedImage image;
    private final double size;

    Inset(BufferedImage image, double size) {
        super(ROMAN_BASELINE);
        this.image = image;
        this.size = size;
    }

    @Override
    public float getAscent() {
        return (float) ((HEIGHT - BELOW) * size);
    }

    @Override
    public float getDescent() {
        return (float) (BELOW * size);
    }

    @Override
    public float getAdvance() {
        return (float) (HEIGHT * size * image.getWidth() / image.getHeight());
    }

    @Override
    public void draw(Graphics2D graphics, float x, float y) {
        // Shrinking by more than half needs an average of what lies under each pixel.
        double scale = Math.abs(graphics.getTransform().getDeterminant());
        int pixels = (int) Math.ceil(HEIGHT * size * Math.sqrt(Math.max(1, scale)));
        Image shrunk =
                pixels < image.getHeight() ? image.getScaledInstance(-1, pixels, Image.SCALE_AREA_AVERAGING) : image;
        AffineTransform placed = AffineTransform.getTranslateInstance(x, y - getAscent());
        placed.scale(getAdvance() / shrunk.getWidth(null), HEIGHT * size / shrunk.getHeight(null));
        graphics.drawImage(shrunk, placed, null);
    }
}
