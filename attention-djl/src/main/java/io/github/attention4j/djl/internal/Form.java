package io.github.attention4j.djl.internal;

import java.nio.FloatBuffer;

/** What the numbers of an output look like. */
enum Form {
    /** Square, with nothing above the diagonal: nobody looks ahead. */
    CAUSAL,
    /** Square. */
    SQUARE,
    /** One token that looks at itself, as it would in any kind of attention. */
    SINGLE,
    /** More or fewer keys than queries. */
    RECTANGULAR;

    private static final double ROW_SUM_TOLERANCE = 1e-3;

    /** The form of weights. */
    static Form of(FloatBuffer weights, Layout layout) {
        if (layout.rows() != layout.columns()) {
            return RECTANGULAR;
        }
        int size = layout.columns();
        if (size == 1) {
            return SINGLE;
        }
        for (int start = 0; start < weights.limit(); start += size) {
            for (int key = start / size % size + 1; key < size; key++) {
                if (weights.get(start + key) != 0) {
                    return SQUARE;
                }
            }
        }
        return CAUSAL;
    }

    /** Whether every row is a distribution. */
    static boolean isDistribution(FloatBuffer weights, int columns) {
        for (int start = 0; start < weights.limit(); start += columns) {
            double sum = 0;
            for (int key = start; key < start + columns; key++) {
                float weight = weights.get(key);
                if (!(weight >= 0)) {
                    return false;
                }
                sum += weight;
            }
            if (Math.abs(sum - 1) > ROW_SUM_TOLERANCE) {
                return false;
            }
        }
        return true;
    }
}
