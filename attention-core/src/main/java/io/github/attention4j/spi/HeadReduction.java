package io.github.attention4j.spi;

import io.github.attention4j.Reduction;
import java.util.Arrays;

/** The reductions of a request, for backends whose engine cannot make them. */
public final class HeadReduction {
    private HeadReduction() {}

    /**
     * Reduces the heads of one layer, or each row.
     *
     * @param weights {@code [heads, queries, keys]}; may be changed and handed back
     * @param heads how many heads there are, at least 1
     * @param keys how many keys a row has
     * @param reduction how to reduce
     * @return {@code [1, queries, keys]} if heads are reduced to one (the mean is taken in double precision), else
     *     {@code [heads, queries, keys]}
     */
    public static float[] reduced(float[] weights, int heads, int keys, Reduction reduction) {
        int matrix = weights.length / heads;
        if (reduction instanceof Reduction.HeadMean) {
            float[] mean = new float[matrix];
            for (int i = 0; i < matrix; i++) {
                double sum = 0;
                for (int head = 0; head < heads; head++) {
                    sum += weights[head * matrix + i];
                }
                mean[i] = (float) (sum / heads);
            }
            return mean;
        }
        if (reduction instanceof Reduction.HeadMax) {
            float[] largest = Arrays.copyOf(weights, matrix);
            for (int i = matrix; i < weights.length; i++) {
                largest[i % matrix] = Math.max(largest[i % matrix], weights[i]);
            }
            return largest;
        }
        if (reduction instanceof Reduction.TopK top) {
            keepLargest(weights, keys, top.k());
        }
        return weights;
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
