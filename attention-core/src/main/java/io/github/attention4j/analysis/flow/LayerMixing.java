package io.github.attention4j.analysis.flow;

import io.github.attention4j.AttentionLayer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** One layer as a single mixing of tokens: heads fused, weak links dropped, the residual connection added. */
record LayerMixing(HeadFusion fusion, double residual, double discard) {
    /** {@code (1 - r) fused + r I}, rows scaled to sum to 1. */
    float[] withResidual(AttentionLayer layer) {
        int size = layer.keyTokens().size();
        float[] mixing = fused(layer);
        for (int row = 0; row < size; row++) {
            mixing[row * size + row] = (float) ((1 - residual) * mixing[row * size + row] + residual);
            for (int key = 0; key < size; key++) {
                if (key != row) {
                    mixing[row * size + key] *= (float) (1 - residual);
                }
            }
        }
        normalizeRows(mixing, size);
        return mixing;
    }

    /** Without residual, rows scaled to sum to 1. */
    float[] withoutResidual(AttentionLayer layer) {
        float[] mixing = fused(layer);
        normalizeRows(mixing, layer.keyTokens().size());
        return mixing;
    }

    private float[] fused(AttentionLayer layer) {
        int rows = layer.queryTokens().size();
        int keys = layer.keyTokens().size();
        int heads = layer.heads().size();
        FloatBuffer weights = layer.weights();
        float[] row = new float[keys];
        double[] sum = new double[keys];
        float[] fused = new float[Math.multiplyExact(rows, keys)];
        double scale = fusion == HeadFusion.MEAN ? 1.0 / heads : 1;
        for (int query = 0; query < rows; query++) {
            Arrays.fill(sum, fusion == HeadFusion.MIN ? Double.POSITIVE_INFINITY : 0);
            for (int head = 0; head < heads; head++) {
                weights.get((head * rows + query) * keys, row, 0, keys);
                fusion.add(sum, row, keys);
            }
            for (int key = 0; key < keys; key++) {
                fused[query * keys + key] = (float) (sum[key] * scale);
            }
        }
        dropWeakest(fused);
        return fused;
    }

    /** Zeroes the smallest numbers of the whole matrix; of equal ones, those that come first. */
    private void dropWeakest(float[] matrix) {
        int count = (int) (discard * matrix.length);
        if (count == 0) {
            return;
        }
        float[] sorted = matrix.clone();
        Arrays.sort(sorted);
        float limit = sorted[count - 1];
        int atLimit = count;
        for (float value : matrix) {
            atLimit -= value < limit ? 1 : 0;
        }
        for (int i = 0; i < matrix.length; i++) {
            if (matrix[i] < limit || (matrix[i] == limit && atLimit-- > 0)) {
                matrix[i] = 0;
            }
        }
    }

    /** Rows of zeros stay. */
    private static void normalizeRows(float[] matrix, int size) {
        for (int start = 0; start < matrix.length; start += size) {
            double sum = 0;
            for (int i = start; i < start + size; i++) {
                sum += matrix[i];
            }
            for (int i = start; i < start + size && sum > 0; i++) {
                matrix[i] = (float) (matrix[i] / sum);
            }
        }
    }
}
