package io.github.attention4j.render.image.internal.paint;

import io.github.attention4j.render.image.internal.scene.Colour;
import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.scene.Scene;
import io.github.attention4j.render.image.internal.text.Lettering;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** Paints scenes with Java's own graphics, on whatever stands behind them. */
final class GraphicsPainter {
    private final Graphics2D graphics;

    private GraphicsPainter(Graphics2D graphics) {
        this.graphics = graphics;
    }

    /** Paints a scene at a scale, its ground included. */
    static void paint(Scene scene, Graphics2D graphics, double scale) {
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(scale, scale);
        GraphicsPainter painter = new GraphicsPainter(graphics);
        // A point more than needed: the last pixel may be half outside.
        painter.paint(new Node.Box(0, 0, scene.width() + 1, scene.height() + 1, 0, scene.ground()));
        scene.nodes().forEach(painter::paint);
    }

    private void paint(Node node) {
        if (node instanceof Node.Group group) {
            graphics.translate(group.dx(), group.dy());
            group.nodes().forEach(this::paint);
            graphics.translate(-group.dx(), -group.dy());
        } else if (node instanceof Node.Box box) {
            boolean sharp = box.radius() == 0;
            fill(rectangle(box.x(), box.y(), box.width(), box.height(), box.radius()), box.fill(), !sharp);
        } else if (node instanceof Node.Frame frame) {
            double half = frame.stroke() / 2;
            Shape edge = rectangle(
                    frame.x() + half,
                    frame.y() + half,
                    frame.width() - 2 * half,
                    frame.height() - 2 * half,
                    frame.radius());
            stroke(edge, frame.stroke(), frame.colour());
        } else if (node instanceof Node.Dot dot) {
            double size = 2 * dot.radius();
            fill(new Ellipse2D.Double(dot.x() - dot.radius(), dot.y() - dot.radius(), size, size), dot.fill(), true);
        } else if (node instanceof Node.Lines lines) {
            stroke(path(lines.ends()), lines.width(), lines.colour());
        } else if (node instanceof Node.Text text) {
            paint(text);
        } else if (node instanceof Node.Raster raster) {
            draw(raster.image().toBufferedImage(), raster.x(), raster.y(), raster.width(), raster.height(), false);
        } else if (node instanceof Node.Photo photo) {
            draw(photo.image(), photo.x(), photo.y(), photo.width(), photo.height(), true);
        }
    }

    private static Shape rectangle(double x, double y, double width, double height, double radius) {
        return radius == 0
                ? new Rectangle2D.Double(x, y, width, height)
                : new RoundRectangle2D.Double(x, y, width, height, 2 * radius, 2 * radius);
    }

    private static Path2D path(double[] ends) {
        Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO, ends.length / 2);
        for (int i = 0; i < ends.length; i += 4) {
            path.moveTo(ends[i], ends[i + 1]);
            path.lineTo(ends[i + 2], ends[i + 3]);
        }
        return path;
    }

    private void fill(Shape shape, Colour colour, boolean smooth) {
        prepare(colour, smooth);
        graphics.fill(shape);
    }

    private void stroke(Shape shape, double width, Colour colour) {
        prepare(colour, true);
        graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        graphics.draw(shape);
    }

    private void prepare(Colour colour, boolean smooth) {
        graphics.setColor(new Color(colour.argb(), true));
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING,
                smooth ? RenderingHints.VALUE_ANTIALIAS_ON : RenderingHints.VALUE_ANTIALIAS_OFF);
    }

    private void paint(Node.Text text) {
        prepare(text.colour(), true);
        AffineTransform before = graphics.getTransform();
        graphics.translate(text.x(), text.y());
        if (text.upwards()) {
            graphics.rotate(-Math.PI / 2);
        }
        double shift = -Lettering.before(text.anchor(), Lettering.width(text.text(), text.letter()));
        Lettering.draw(graphics, text.text(), text.letter(), shift, 0);
        graphics.setTransform(before);
    }

    private void draw(Image image, double x, double y, double width, double height, boolean smooth) {
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                smooth
                        ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
                        : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        AffineTransform placed = AffineTransform.getTranslateInstance(x, y);
        placed.scale(width / image.getWidth(null), height / image.getHeight(null));
        graphics.drawImage(image, placed, null);
    }
}
