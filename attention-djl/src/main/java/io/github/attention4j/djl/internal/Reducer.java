package io.github.attention4j.djl.internal;

import io.github.attention4j.Reduction;
import java.util.Arrays;
import java.util.List;

/** Selects heads and rows of one layer, and reduces what is left. */
final class Reducer {
    private Reducer() {}

    static float[] reduce(
            OutputMapping.Layer layer,
            List<Integer> heads,
            List<Integer> rows,
            List<Integer> columns,
            Reduction reduction) {
        float[] selected = columns(select(layer, heads, rows), layer.keys(), columns);
        int matrix = rows.size() * columns.size();
        if (reduction instanceof Reduction.HeadMean) {
            float[] mean = new float[matrix];
            for (int i = 0; i < matrix; i++) {
                double sum = 0;
                for (int head = 0; head < heads.size(); head++) {
                    sum += selected[head * matrix + i];
                }
                mean[i] = (float) (sum / heads.size());
            }
            return mean;
        }
        if (reduction instanceof Reduction.HeadMax) {
            float[] largest = Arrays.copyOf(selected, matrix);
            for (int i = matrix; i < selected.length; i++) {
                largest[i % matrix] = Math.max(largest[i % matrix], selected[i]);
            }
            return largest;
        }
        if (reduction instanceof Reduction.TopK top) {
            keepLargest(selected, columns.size(), top.k());
        }
        return selected;
    }

    private static float[] select(OutputMapping.Layer layer, List<Integer> heads, List<Integer> rows) {
        float[] all = layer.weights().values();
        if (heads.size() == layer.heads() && rows.size() == layer.queries()) {
            return all;
        }
        int keys = layer.keys();
        float[] selected = new float[heads.size() * rows.size() * keys];
        int at = 0;
        for (int head : heads) {
            for (int row : rows) {
                System.arraycopy(all, (head * layer.queries() + row) * keys, selected, at, keys);
                at += keys;
            }
        }
        return selected;
    }

    private static float[] columns(float[] weights, int keys, List<Integer> columns) {
        if (columns.size() == keys) {
            return weights;
        }
        float[] selected = new float[weights.length / keys * columns.size()];
        int at = 0;
        for (int row = 0; row < weights.length; row += keys) {
            for (int column : columns) {
                selected[at++] = weights[row + column];
            }
        }
        return selected;
    }

    /** Ties at the edge are broken in favour of the first key, so that exactly k weights stay. */
    private static void keepLargest(float[] weights, int keys, int k) {
        float[] sorted = new float[keys];
        for (int start = 0; start < weights.length && k < keys; start += keys) {
            System.arraycopy(weights, start, sorted, 0, keys);
            Arrays.sort(sorted);
            float edge = sorted[keys - k];
            int spare = k;
            for (int key = 0; key < keys; key++) {
                spare -= weights[start + key] > edge ? 1 : 0;
            }
            for (int key = 0; key < keys; key++) {
                float weight = weights[start + key];
                boolean keeps = weight > edge || (weight == edge && spare-- > 0);
                weights[start + key] = keeps ? weight : 0;
            }
        }
    }
}
