package io.github.attention4j.analysis.signal;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionMatrix;
import java.nio.FloatBuffer;

/** Means over all heads of a layer. */
final class HeadMeans {
    private HeadMeans() {}

    static double[] row(AttentionLayer layer, int query) {
        float[] row = new float[layer.keyTokens().size()];
        double[] mean = new double[row.length];
        for (int head : layer.heads()) {
            layer.matrix(head).copyRow(query, row, 0);
            for (int key = 0; key < row.length; key++) {
                mean[key] += row[key];
            }
        }
        return scaled(mean, layer.heads().size());
    }

    /** {@code [queries][keys]}. */
    static double[][] matrix(AttentionLayer layer) {
        double[][] mean = new double[layer.queryTokens().size()][];
        for (int query = 0; query < mean.length; query++) {
            mean[query] = row(layer, query);
        }
        return mean;
    }

    /** Per key the sum over queries. */
    static double[] columnSums(AttentionLayer layer) {
        SignalInput.requireWeights(layer);
        float[] row = new float[layer.keyTokens().size()];
        double[] sums = new double[row.length];
        for (int head : layer.heads()) {
            AttentionMatrix matrix = layer.matrix(head);
            for (int query = 0; query < matrix.queryCount(); query++) {
                matrix.copyRow(query, row, 0);
                for (int key = 0; key < row.length; key++) {
                    sums[key] += row[key];
                }
            }
        }
        return scaled(sums, layer.heads().size());
    }

    /** Per key how many queries have a head with weight on it. */
    static int[] seers(AttentionLayer layer) {
        int keys = layer.keyTokens().size();
        int[] seers = new int[keys];
        for (int query = 0; query < layer.queryTokens().size(); query++) {
            boolean[] seen = new boolean[keys];
            for (int head : layer.heads()) {
                FloatBuffer row = layer.matrix(head).row(query);
                for (int key = 0; key < keys; key++) {
                    seen[key] |= row.get(key) > 0;
                }
            }
            for (int key = 0; key < keys; key++) {
                seers[key] += seen[key] ? 1 : 0;
            }
        }
        return seers;
    }

    private static double[] scaled(double[] sums, int count) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= count;
        }
        return sums;
    }
}
