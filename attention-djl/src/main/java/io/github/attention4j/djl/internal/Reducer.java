package io.github.attention4j.djl.internal;

import io.github.attention4j.Reduction;
import java.util.Arrays;

/** Reduces the heads of one layer, or each row. */
final class Reducer {
    private Reducer() {}

    static float[] reduce(Selected part, Reduction reduction) {
        float[] selected = part.copy();
        int matrix = part.matrixSize();
        int heads = part.heads().size();
        if (reduction instanceof Reduction.HeadMean) {
            return mean(selected, heads, matrix);
        }
        if (reduction instanceof Reduction.HeadMax) {
            return largest(selected, heads, matrix);
        }
        if (reduction instanceof Reduction.TopK top) {
            keepLargest(selected, part.columns().size(), top.k());
        }
        return selected;
    }

    /** Of each window's heads, which lie one behind the other. */
    private static float[] mean(float[] weights, int heads, int matrix) {
        float[] mean = new float[weights.length / heads];
        for (int i = 0; i < mean.length; i++) {
            int first = i / matrix * heads * matrix + i % matrix;
            double sum = 0;
            for (int head = 0; head < heads; head++) {
                sum += weights[first + head * matrix];
            }
            mean[i] = (float) (sum / heads);
        }
        return mean;
    }

    private static float[] largest(float[] weights, int heads, int matrix) {
        float[] largest = new float[weights.length / heads];
        for (int i = 0; i < weights.length; i++) {
            int at = i / (heads * matrix) * matrix + i % matrix;
            largest[at] = Math.max(largest[at], weights[i]);
        }
        return largest;
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
