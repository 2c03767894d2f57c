package io.github.attention4j.analysis.internal;

/**
 * Entropy in bits from a table of logarithms: log2 is off by at most 2e-9, and exact for powers of two, so that one-hot
 * and uniform rows over 2, 4, 8, … keys come out exact. A row's entropy is off by at most 2e-9 times its sum.
 *
 * <p>A weight's exponent and the first seven bits of its mantissa choose a point c of the table; what remains is
 * {@code log2(w / c)} with {@code 0 <= w / c - 1 < 1/128}, three terms of its series. A call of {@code Math.log} for
 * every weight takes four times as long.
 */
public final class Entropy {
    private static final int MANTISSA_BITS = 23;
    private static final int TABLE_BITS = 7;
    private static final int SHIFT = MANTISSA_BITS - TABLE_BITS;
    /** Weights below 2: exponents up to 127. */
    private static final int POINTS = 128 << TABLE_BITS;

    private static final double FIRST = 1 / Math.log(2);
    private static final double SECOND = -FIRST / 2;
    private static final double THIRD = FIRST / 3;

    /** 1 / c and log2(c) side by side, so that one cache line has both. */
    private static final double[] TABLE = table();

    private Entropy() {}

    private static double[] table() {
        double[] table = new double[2 * POINTS];
        for (int point = 0; point < POINTS; point++) {
            // Numbers without a leading one are too small to matter; they share the smallest ordinary points.
            int bits = Math.max(point, 1 << TABLE_BITS) << SHIFT;
            double c = Float.intBitsToFloat(bits);
            table[2 * point] = 1 / c;
            int exponent = Math.getExponent(c);
            table[2 * point + 1] = exponent + Math.log(Math.scalb(c, -exponent)) * FIRST;
        }
        return table;
    }

    /** The weight times its binary logarithm; 0 for 0. The weight is at least 0 and below 2. */
    private static double term(float weight) {
        int place = (Float.floatToRawIntBits(weight) >>> (SHIFT - 1)) & (2 * POINTS - 2);
        double w = weight;
        double r = w * TABLE[place] - 1;
        return w * (TABLE[place + 1] + r * (FIRST + r * (SECOND + r * THIRD)));
    }

    /** The entropy of the first numbers of a row, in bits; not renormalised. */
    public static double bits(float[] row, int length) {
        // Four sums, as one would make each addition wait for the last.
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int key = 0;
        for (; key + 3 < length; key += 4) {
            a += term(row[key]);
            b += term(row[key + 1]);
            c += term(row[key + 2]);
            d += term(row[key + 3]);
        }
        for (; key < length; key++) {
            a += term(row[key]);
        }
        // Zero, not minus zero, for a row that has but one key.
        return 0 - ((a + b) + (c + d));
    }
}
