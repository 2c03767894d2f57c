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
            float[] mean = new float[matrix];
            for (int i = 0; i < matrix; i++) {
                double sum = 0;
                for (int head = 0; head < heads; head++) {
                    sum += selected[head * matrix + i];
                }
                mean[i] = (float) (sum / heads);
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
            keepLargest(selected, part.columns().size(), top.k());
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
