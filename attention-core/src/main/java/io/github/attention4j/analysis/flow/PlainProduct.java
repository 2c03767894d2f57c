package io.github.attention4j.analysis.flow;

import java.util.Arrays;

/**
 * Matrix products whose innermost loop the compiler turns into vector instructions. It does so for rows that are arrays
 * of their own, walked from 0 to their length, and for no more than about four terms; for offsets into one large array,
 * or for two rows at a time, it takes four times as long (docs/decisions/0021-matrix-product.md).
 */
final class PlainProduct {
    /** Rows of the right matrix that stay in the first-level cache while all left rows pass by. */
    private static final int DEPTH = 16;

    private PlainProduct() {}

    /** Some rows of the product. */
    static void rows(float[] left, float[] right, float[] result, int from, int to, int inner, int columns) {
        float[][] sums = new float[to - from][columns];
        float[][] block = new float[DEPTH][columns];
        float[] factors = new float[DEPTH];
        for (int start = 0; start < inner; start += DEPTH) {
            int depth = Math.min(DEPTH, inner - start);
            load(right, start, depth, block);
            Arrays.fill(factors, depth, DEPTH, 0);
            for (int row = from; row < to; row++) {
                System.arraycopy(left, row * inner + start, factors, 0, depth);
                for (int k = 0; k < depth; k += 4) {
                    addFour(sums[row - from], factors, block, k);
                }
            }
        }
        for (int row = from; row < to; row++) {
            System.arraycopy(sums[row - from], 0, result, row * columns, columns);
        }
    }

    /** Rows beyond the last are zeros. */
    private static void load(float[] right, int start, int depth, float[][] block) {
        for (int k = 0; k < DEPTH; k++) {
            if (k < depth) {
                System.arraycopy(right, (start + k) * block[k].length, block[k], 0, block[k].length);
            } else {
                Arrays.fill(block[k], 0);
            }
        }
    }

    private static void addFour(float[] sum, float[] factors, float[][] rows, int k) {
        addFour(
                sum,
                factors[k],
                rows[k],
                factors[k + 1],
                rows[k + 1],
                factors[k + 2],
                rows[k + 2],
                factors[k + 3],
                rows[k + 3]);
    }

    private static void addFour(
            float[] sum, float a, float[] rowA, float b, float[] rowB, float c, float[] rowC, float d, float[] rowD) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] = sum[j] + a * rowA[j] + b * rowB[j] + c * rowC[j] + d * rowD[j];
        }
    }
}
