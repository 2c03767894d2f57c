package io.github.attention4j.analysis.flow;

import java.util.Arrays;

/** Matrix products whose innermost loops the compiler turns into vector instructions. */
final class PlainProduct {
    private PlainProduct() {}

    /** Some rows of the product. Two rows at a time, four terms at a time: each number loaded is used more than once. */
    static void rows(float[] left, float[] right, float[] result, int from, int to, int inner, int columns) {
        Arrays.fill(result, from * columns, to * columns, 0);
        int row = from;
        for (; row + 1 < to; row += 2) {
            int k = 0;
            for (; k + 3 < inner; k += 4) {
                twoRows(left, row * inner + k, inner, right, k * columns, result, row * columns, columns);
            }
            for (; k < inner; k++) {
                oneTerm(left[row * inner + k], right, k * columns, result, row * columns, columns);
                oneTerm(left[(row + 1) * inner + k], right, k * columns, result, (row + 1) * columns, columns);
            }
        }
        for (; row < to; row++) {
            for (int k = 0; k < inner; k++) {
                oneTerm(left[row * inner + k], right, k * columns, result, row * columns, columns);
            }
        }
    }

    private static void twoRows(float[] a, int at, int inner, float[] b, int from, float[] c, int to, int columns) {
        float a00 = a[at];
        float a01 = a[at + 1];
        float a02 = a[at + 2];
        float a03 = a[at + 3];
        float a10 = a[at + inner];
        float a11 = a[at + inner + 1];
        float a12 = a[at + inner + 2];
        float a13 = a[at + inner + 3];
        int second = from + columns;
        int third = second + columns;
        int fourth = third + columns;
        int below = to + columns;
        for (int j = 0; j < columns; j++) {
            float b0 = b[from + j];
            float b1 = b[second + j];
            float b2 = b[third + j];
            float b3 = b[fourth + j];
            c[to + j] += (a00 * b0 + a01 * b1) + (a02 * b2 + a03 * b3);
            c[below + j] += (a10 * b0 + a11 * b1) + (a12 * b2 + a13 * b3);
        }
    }

    private static void oneTerm(float factor, float[] right, int from, float[] result, int to, int columns) {
        for (int j = 0; j < columns; j++) {
            result[to + j] += factor * right[from + j];
        }
    }
}
