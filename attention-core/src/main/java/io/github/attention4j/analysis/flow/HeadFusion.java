package io.github.attention4j.analysis.flow;

/** How the heads of a layer become one matrix. */
public enum HeadFusion {
    /** The mean over heads, as Abnar and Zuidema (2020) take it. */
    MEAN {
        @Override
        void add(double[] fused, float[] row, int length) {
            for (int key = 0; key < length; key++) {
                fused[key] += row[key];
            }
        }
    },
    /** The largest weight of any head. */
    MAX {
        @Override
        void add(double[] fused, float[] row, int length) {
            for (int key = 0; key < length; key++) {
                fused[key] = Math.max(fused[key], row[key]);
            }
        }
    },
    /** The smallest weight of any head. */
    MIN {
        @Override
        void add(double[] fused, float[] row, int length) {
            for (int key = 0; key < length; key++) {
                fused[key] = Math.min(fused[key], row[key]);
            }
        }
    };

    /** Takes in the row of one more head; for the mean, the sum. */
    abstract void add(double[] fused, float[] row, int length);
}
