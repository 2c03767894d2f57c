package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.InvalidInputException;
import io.github.attention4j.analysis.HeadTable;
import io.github.attention4j.render.image.Palette;
import io.github.attention4j.render.image.PictureOptions;
import io.github.attention4j.render.image.internal.scene.Colour;
import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.scene.Scene;
import io.github.attention4j.render.image.internal.text.Lettering;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A dot for every head at the numbers of two tables, coloured by layer; those furthest out are named. */
public final class HeadScatter {
    private static final double WIDTH = 520;
    private static final double HEIGHT = 380;
    private static final double LEFT = 62;
    private static final double DOT = 4;
    private static final int MOST_NAMES = 12;

    private record Point(Metric.Head head, double x, double y) {
        double distance() {
            return Math.hypot(x / WIDTH - 0.5, y / HEIGHT - 0.5);
        }
    }

    private HeadScatter() {}

    /** The scatter of two tables of the same heads. */
    public static Drawing of(HeadTable across, HeadTable upwards) {
        return options -> draw(across, upwards, options);
    }

    private static Scene draw(HeadTable across, HeadTable upwards, PictureOptions options) {
        Metric horizontal = Metric.of(across, options);
        Metric vertical = Metric.of(upwards, options);
        Sheet sheet = new Sheet(options);
        Look look = sheet.look();
        Axis xs = Axis.of(horizontal, WIDTH);
        Axis ys = Axis.of(vertical, HEIGHT);
        axes(sheet, xs, ys, horizontal.name(), vertical.name());
        List<Colour> colours = layerColours(options.palette(), look);
        int lastLayer = horizontal.layers().get(horizontal.layers().size() - 1);
        Scale scale = new Scale(
                horizontal.layers().get(0),
                Math.max(lastLayer, horizontal.layers().get(0) + 1),
                colours);
        List<Point> points = new ArrayList<>();
        for (Metric.Head head : horizontal.heads()) {
            double other = upwards.value(head.layer(), head.head());
            if (!Double.isNaN(other)) {
                points.add(new Point(head, xs.at(head.value()), HEIGHT - ys.at(other)));
            }
        }
        if (points.isEmpty()) {
            throw new InvalidInputException("No head has both a number of " + across.metric() + " and one of "
                    + upwards.metric() + "; there is nothing to draw");
        }
        List<Node> dots = new ArrayList<>();
        for (Point point : points) {
            dots.add(new Node.Dot(
                    point.x(),
                    point.y(),
                    DOT,
                    scale.colour(point.head().layer()).withOpacity(0.9)));
        }
        dots.addAll(names(points, look));
        sheet.add(new Node.Group("heads", LEFT, 0, dots));
        ColourBar bar = ColourBar.upright(scale, LEFT + WIDTH + 20, 20, 160, look, "layer");
        sheet.text("layer", LEFT + WIDTH + 20, 8, Look.CAPTION, Node.Anchor.START, look.soft());
        sheet.addAll(bar.nodes());
        return sheet.finish(
                LEFT + WIDTH + 20 + Math.max(bar.width(), 28),
                HEIGHT + 44,
                horizontal.name() + " and " + vertical.name().toLowerCase(java.util.Locale.ROOT) + " of "
                        + across.kind().label() + " heads",
                "",
                "A dot for each of " + points.size() + " heads. Across: " + horizontal.name() + ". "
                        + horizontal.extremes() + " Upwards: " + vertical.name() + ". " + vertical.extremes());
    }

    /** The part of the palette that stands out from the ground. */
    private static List<Colour> layerColours(@org.jspecify.annotations.Nullable Palette chosen, Look look) {
        List<Colour> all = Scale.colours(chosen == null ? Palette.VIRIDIS : chosen);
        if (chosen == Palette.DIVERGING) {
            return all;
        }
        return look.dark() ? all.subList(88, 256) : all.subList(0, 218);
    }

    private record Axis(double low, double high, double length, Ticks ticks) {
        static Axis of(Metric metric, double length) {
            double margin = Math.max(metric.largest() - metric.smallest(), 1e-6) * 0.05;
            double low = metric.smallest() - margin;
            double high = metric.largest() + margin;
            return new Axis(low, high, length, Ticks.between(low, high, 6));
        }

        double at(double value) {
            return (value - low) / (high - low) * length;
        }
    }

    private static void axes(Sheet sheet, Axis xs, Axis ys, String across, String upwards) {
        Look look = sheet.look();
        for (double value : xs.ticks().values()) {
            double x = LEFT + xs.at(value);
            sheet.add(new Node.Lines(
                    new double[] {x, 0, x, HEIGHT}, 1, look.line().withOpacity(0.6)));
            sheet.text(xs.ticks().label(value), x, HEIGHT + 16, Look.LABEL, Node.Anchor.MIDDLE, look.soft());
        }
        for (double value : ys.ticks().values()) {
            double y = HEIGHT - ys.at(value);
            sheet.add(new Node.Lines(
                    new double[] {LEFT, y, LEFT + WIDTH, y}, 1, look.line().withOpacity(0.6)));
            sheet.text(ys.ticks().label(value), LEFT - 7, y + 4, Look.LABEL, Node.Anchor.END, look.soft());
        }
        sheet.add(new Node.Frame(LEFT, 0, WIDTH, HEIGHT, 0, 1, look.line()));
        sheet.text(across, LEFT + WIDTH / 2, HEIGHT + 36, Look.LABEL, Node.Anchor.MIDDLE, look.ink());
        sheet.add(new Node.Text(upwards, 10, HEIGHT / 2, Look.LABEL, Node.Anchor.MIDDLE, true, look.ink()));
    }

    /** Names of the outermost dots, as long as they cover neither dots nor each other. */
    private static List<Node> names(List<Point> points, Look look) {
        List<Rectangle2D> taken = new ArrayList<>();
        for (Point point : points) {
            taken.add(new Rectangle2D.Double(point.x() - DOT, point.y() - DOT, 2 * DOT, 2 * DOT));
        }
        List<Node> names = new ArrayList<>();
        List<Point> outermost = points.stream()
                .sorted(Comparator.comparingDouble(Point::distance).reversed())
                .toList();
        for (Point point : outermost) {
            String name = point.head().name();
            double wide = Lettering.width(name, Look.LABEL);
            for (double left : new double[] {point.x() + DOT + 3, point.x() - DOT - 3 - wide}) {
                Rectangle2D place = new Rectangle2D.Double(left, point.y() - 5, wide, 11);
                boolean inside =
                        left > 2 && left + wide < WIDTH - 2 && place.getMinY() > 2 && place.getMaxY() < HEIGHT - 2;
                if (names.size() < MOST_NAMES && inside && taken.stream().noneMatch(place::intersects)) {
                    taken.add(place);
                    names.add(
                            new Node.Text(name, left, point.y() + 4, Look.LABEL, Node.Anchor.START, false, look.ink()));
                    break;
                }
            }
        }
        return names;
    }
}
