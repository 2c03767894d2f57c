package io.github.attention4j.render.image.internal.text;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/** Empty boxes in place of letters, where Java has no fonts at all. */
final class Tofu {
    private static final double ADVANCE = 0.58;
    private static final double HEIGHT = 0.7;

    private Tofu() {}

    static double width(String text, double size) {
        return text.codePointCount(0, text.length()) * ADVANCE * size;
    }

    static void draw(Graphics2D graphics, String text, double size, double x, double y) {
        graphics.setStroke(new BasicStroke((float) (size / 14)));
        double left = x;
        for (int point : text.codePoints().toArray()) {
            if (!Character.isWhitespace(point)) {
                graphics.draw(new Rectangle2D.Double(
                        left + 0.06 * size, y - HEIGHT * size, (ADVANCE - 0.12) * size, HEIGHT * size));
            }
            left += ADVANCE * size;
        }
    }
}
