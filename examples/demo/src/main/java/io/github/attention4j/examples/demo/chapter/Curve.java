package io.github.attention4j.examples.demo.chapter;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A number by the distance between two tokens, drawn as a line. */
final class Curve {
    private static final double WIDTH = 560;
    private static final double HEIGHT = 250;
    private static final double LEFT = 52;
    private static final double RIGHT = 12;
    private static final double TOP = 14;
    private static final double BOTTOM = 48;

    private final List<Double> values;
    private final double least;
    private final double most;

    private Curve(List<Double> values) {
        this.values = values;
        this.least = Math.min(0, Collections.min(values));
        this.most = Math.max(0, Collections.max(values));
    }

    /** The drawing as SVG; `name` says what is drawn. */
    static String of(String name, List<Double> values) {
        return new Curve(values).svg(name);
    }

    private double x(int distance) {
        return LEFT + distance * (WIDTH - LEFT - RIGHT) / (values.size() - 1);
    }

    private double y(double value) {
        return TOP + (most - value) / (most - least) * (HEIGHT - TOP - BOTTOM);
    }

    private String svg(String name) {
        int last = values.size() - 1;
        String points = IntStream.rangeClosed(0, last)
                .mapToObj(at -> number(x(at)) + "," + number(y(values.get(at))))
                .collect(Collectors.joining(" "));
        String dots = IntStream.rangeClosed(0, last)
                .mapToObj(at -> String.format(
                        Locale.ROOT,
                        "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>distance %d: %.3f</title></circle>",
                        x(at),
                        y(values.get(at)),
                        at,
                        values.get(at)))
                .collect(Collectors.joining());
        String marks = IntStream.rangeClosed(0, last)
                .filter(at -> at % 4 == 0)
                .mapToObj(at -> text(x(at), HEIGHT - BOTTOM + 20, "middle", Integer.toString(at)))
                .collect(Collectors.joining());
        return "<svg class=\"curve\" viewBox=\"0 0 " + number(WIDTH) + " " + number(HEIGHT) + "\" role=\"img\""
                + " aria-label=\"" + name + " by distance: " + value(values.get(0)) + " at distance 0, "
                + value(values.get(last)) + " at distance " + last + "\">"
                + "<path class=\"axis\" d=\"M" + number(LEFT) + " " + number(TOP) + "V" + number(HEIGHT - BOTTOM) + "M"
                + number(LEFT) + " " + number(y(0)) + "H" + number(WIDTH - RIGHT) + "\"/>"
                + "<polyline class=\"line\" points=\"" + points + "\"/>" + dots + marks
                + text(LEFT - 8, y(most) + 5, "end", value(most))
                + (least < 0 ? text(LEFT - 8, y(least) + 5, "end", value(least)) : "")
                + text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "middle", "distance in tokens")
                + "</svg>";
    }

    private static String text(double x, double y, String anchor, String text) {
        return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\">" + text
                + "</text>";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String value(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
