package io.github.attention4j.spi;

import io.github.attention4j.Reduction;
import java.util.Arrays;

/** The reductions of a request, for backends whose engine cannot make them. */
public final class HeadReduction {
    private HeadReduction() {}

    /**
     * Reduces the heads of one layer, or each row.
     *
     * @param weights {@code [windows, heads, queries, keys]}; may be changed and handed back
     * @param heads how many heads there are, at least 1
     * @param queries how many rows a head has
     * @param keys how many keys a row has
     * @param reduction how to reduce
     * @return {@code [windows, 1, queries, keys]} if heads are reduced to one (the mean is taken in double precision),
     *     else {@code [windows, heads, queries, keys]}
     */
    public static float[] reduced(float[] weights, int heads, int queries, int keys, Reduction reduction) {
        if (reduction instanceof Reduction.HeadMean) {
            return mean(weights, heads, queries * keys);
        }
        if (reduction instanceof Reduction.HeadMax) {
            return largest(weights, heads, queries * keys);
        }
        if (reduction instanceof Reduction.TopK top) {
            keepLargest(weights, keys, top.k());
        }
        return weights;
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
