package io.github.attention4j.analysis;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.io.internal.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * One number for each head of each layer: a metric, a score of a search, a statistic over a corpus. What the analyses
 * return and what a picture of layers by heads draws. Immutable, thread-safe.
 */
public final class HeadTable {
    private final String metric;
    private final String unit;
    private final AttentionKind kind;
    private final List<Integer> layers;
    private final List<Integer> heads;
    private final double[][] values;

    /**
     * A table.
     *
     * @param metric what is measured, such as {@code entropy}
     * @param unit the unit of the numbers, such as {@code bits}; empty for a plain number
     * @param kind the kind of attention
     * @param layers the model's own numbers of the layers, one per row
     * @param heads the model's own numbers of the heads, one per column
     * @param values {@code [layers][heads]}, copied; NaN where a head has no such number
     * @throws IllegalArgumentException if the sizes do not fit
     */
    public HeadTable(
            String metric,
            String unit,
            AttentionKind kind,
            List<Integer> layers,
            List<Integer> heads,
            double[][] values) {
        this.metric = Objects.requireNonNull(metric, "metric");
        this.unit = Objects.requireNonNull(unit, "unit");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.layers = List.copyOf(layers);
        this.heads = List.copyOf(heads);
        this.values = new double[values.length][];
        if (values.length != layers.size()) {
            throw new IllegalArgumentException(
                    "A table of " + layers.size() + " layers needs as many rows, not " + values.length);
        }
        for (int row = 0; row < values.length; row++) {
            if (values[row].length != heads.size()) {
                throw new IllegalArgumentException("A table of " + heads.size()
                        + " heads needs as many numbers in each row, not " + values[row].length);
            }
            this.values[row] = values[row].clone();
        }
    }

    /**
     * What is measured.
     *
     * @return a short name, lower case
     */
    public String metric() {
        return metric;
    }

    /**
     * The unit of the numbers.
     *
     * @return such as {@code bits}; empty for a plain number
     */
    public String unit() {
        return unit;
    }

    /**
     * The kind of attention.
     *
     * @return the kind
     */
    public AttentionKind kind() {
        return kind;
    }

    /**
     * The model's own numbers of the layers.
     *
     * @return zero-based, one per row
     */
    public List<Integer> layers() {
        return layers;
    }

    /**
     * The model's own numbers of the heads.
     *
     * @return zero-based, one per column
     */
    public List<Integer> heads() {
        return heads;
    }

    /**
     * The number of one head.
     *
     * @param layer the model's own number of the layer
     * @param head the model's own number of the head
     * @return the number, NaN where that head has none
     * @throws InvalidRequestException if there is no such layer or head in this table
     */
    public double value(int layer, int head) {
        int row = layers.indexOf(layer);
        int column = heads.indexOf(head);
        if (row < 0 || column < 0) {
            throw new InvalidRequestException("The table of " + metric + " has no layer " + layer + " head " + head
                    + "; there are layers " + layers + " and heads " + heads);
        }
        return values[row][column];
    }

    /**
     * The mean over the heads of one layer.
     *
     * @param layer the model's own number of the layer
     * @return the mean of the heads that have a number, NaN where none has
     * @throws InvalidRequestException if there is no such layer in this table
     */
    public double layerMean(int layer) {
        return heads.stream()
                .mapToDouble(head -> value(layer, head))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /**
     * The heads by their number, the largest first; equal ones by layer and head.
     *
     * @return one score per head that has a number
     */
    public List<HeadScore> ranked() {
        List<HeadScore> scores = new ArrayList<>();
        for (int layer : layers) {
            for (int head : heads) {
                double value = value(layer, head);
                if (!Double.isNaN(value)) {
                    scores.add(new HeadScore(metric, kind, layer, head, value));
                }
            }
        }
        scores.sort(Comparator.comparingDouble(HeadScore::score).reversed());
        return List.copyOf(scores);
    }

    /**
     * The table as findings: a row per layer, a column per head, and the mean over heads.
     *
     * @return what to print, or to write as CSV or JSON
     */
    public Findings findings() {
        List<String> columns = new ArrayList<>();
        columns.add("layer");
        heads.forEach(head -> columns.add("head " + head));
        columns.add("mean");
        Findings.Builder findings =
                Findings.builder(kind.label() + " " + metric + (unit.isEmpty() ? "" : " in " + unit), columns);
        for (int layer : layers) {
            List<Object> row = new ArrayList<>();
            row.add(layer);
            heads.forEach(head -> row.add(value(layer, head)));
            row.add(layerMean(layer));
            findings.row(row);
        }
        return findings.build();
    }

    /**
     * The table as JSON: {@code {"metric", "unit", "kind", "layers": [], "heads": [], "values": [[]]}}, one inner list
     * per layer, null for NaN.
     *
     * @return one line
     */
    public String toJson() {
        StringBuilder out = new StringBuilder("{\"metric\":");
        Json.quote(metric, out);
        out.append(",\"unit\":");
        Json.quote(unit, out);
        out.append(",\"kind\":\"").append(kind.label()).append("\",\"layers\":");
        out.append(layers).append(",\"heads\":").append(heads).append(",\"values\":[");
        for (int row = 0; row < values.length; row++) {
            out.append(row == 0 ? "[" : ",[");
            for (int column = 0; column < values[row].length; column++) {
                out.append(column == 0 ? "" : ",");
                Json.number(values[row][column], out);
            }
            out.append(']');
        }
        return out.append("]}").toString();
    }

    @Override
    public String toString() {
        return "HeadTable[" + metric + ", " + kind.label() + ", " + layers.size() + " layers, " + heads.size()
                + " heads]";
    }
}
