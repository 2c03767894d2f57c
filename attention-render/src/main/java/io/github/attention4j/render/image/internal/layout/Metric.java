package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.InvalidInputException;
import io.github.attention4j.analysis.HeadTable;
import io.github.attention4j.render.image.PictureOptions;
import io.github.attention4j.render.image.internal.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of a table that a picture shows, one per head.
 *
 * @param heads in the order of the table; heads without a number are missing
 */
record Metric(String name, List<Integer> layers, List<Integer> columns, List<Head> heads) {
    /** One head's number. */
    record Head(int layer, int head, double value) {
        String name() {
            return "L" + layer + " H" + head;
        }
    }

    static Metric of(HeadTable table, PictureOptions options) {
        List<Integer> layers = options.layer() == null ? table.layers() : List.of(options.layer());
        List<Integer> columns =
                options.heads() == null ? table.heads() : options.heads().from(table.heads(), "head");
        List<Head> heads = new ArrayList<>();
        for (int layer : layers) {
            for (int column : columns) {
                double value = table.value(layer, column);
                if (Double.isInfinite(value)) {
                    throw new InvalidInputException("The " + table.metric() + " of layer " + layer + ", head " + column
                            + " is " + value + "; a picture needs finite numbers, or NaN where there is none");
                }
                if (!Double.isNaN(value)) {
                    heads.add(new Head(layer, column, value));
                }
            }
        }
        if (heads.isEmpty()) {
            throw new InvalidInputException(
                    "The table of " + table.metric() + " has no number for any head; there is nothing to draw");
        }
        return new Metric(name(table), layers, columns, heads);
    }

    double smallest() {
        return heads.stream().mapToDouble(Head::value).min().orElseThrow();
    }

    double largest() {
        return heads.stream().mapToDouble(Head::value).max().orElseThrow();
    }

    /** What is measured, with its unit. */
    private static String name(HeadTable table) {
        String name = Subject.capital(PlainText.phrase(table.metric()));
        return table.unit().isBlank() ? name : name + " (" + PlainText.phrase(table.unit()) + ")";
    }

    /** How many digits behind the point tell the numbers apart. */
    int decimals() {
        double range = Math.max(largest() - smallest(), 1e-9);
        double magnitude = Math.max(Math.abs(largest()), Math.abs(smallest()));
        return magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : range >= 0.05 ? 2 : 3;
    }

    /** The table's extremes in words. */
    String extremes() {
        Head low = heads.stream()
                .min(java.util.Comparator.comparingDouble(Head::value))
                .orElseThrow();
        Head high = heads.stream()
                .max(java.util.Comparator.comparingDouble(Head::value))
                .orElseThrow();
        return "Smallest in layer " + low.layer() + ", head " + low.head() + " ("
                + Ticks.format(low.value(), decimals()) + "), largest in layer " + high.layer() + ", head "
                + high.head() + " (" + Ticks.format(high.value(), decimals()) + ").";
    }
}
