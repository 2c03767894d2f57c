package io.github.attention4j.analysis.compare;

import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.InvalidRequestException;

/**
 * The Jensen–Shannon distance between heads (Lin 1991; for heads Clark et al. 2019): the square root of the mean over
 * rows of {@code JS(p, q) = 1/2 sum p log2(p / m) + 1/2 sum q log2(q / m)}, {@code m = (p + q) / 2}.
 *
 * <p>A metric from 0, equal, to 1, no key in common: the root of a row's divergence is one (Endres and Schindelin 2003),
 * and so is their quadratic mean. Heads far apart on one input may be close on another. Each row costs a logarithm or
 * two per key.
 */
public final class JensenShannon {
    private static final double SERIES_LIMIT = 0.05;
    private static final double LN_2 = Math.log(2);

    private JensenShannon() {}

    /**
     * The distance between two matrices.
     *
     * @param first one head's attention
     * @param second another's, of the same input or of one that has as many tokens
     * @return from 0 to 1
     * @throws InvalidRequestException if the sizes differ
     */
    public static double distance(AttentionMatrix first, AttentionMatrix second) {
        if (first.queryCount() != second.queryCount() || first.keyCount() != second.keyCount()) {
            throw new InvalidRequestException(
                    "Rows are compared one by one, but the sizes differ: " + first + " and " + second);
        }
        return distance(first.toArray(), second.toArray(), first.queryCount());
    }

    static double distance(float[] first, float[] second, int rows) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += term(first[i], second[i]);
        }
        return Math.sqrt(Math.max(0, sum / rows / LN_2));
    }

    /**
     * With {@code t = (p - q) / (p + q)} a key adds {@code m ((1 + t) ln(1 + t) + (1 - t) ln(1 - t)) / 2}, which is never
     * negative; differences of entropies would lose all digits where heads are close.
     */
    private static double term(double p, double q) {
        double sum = p + q;
        if (sum <= 0 || p == q) {
            return 0;
        }
        double t = (p - q) / sum;
        double square = t * t;
        double bracket = Math.abs(t) < SERIES_LIMIT
                ? square * (1 + square * (1 / 6.0 + square * (1 / 15.0 + square * (1 / 28.0 + square / 45))))
                : side(1 + t) + side(1 - t);
        return sum / 4 * bracket;
    }

    private static double side(double x) {
        return x <= 0 ? 0 : x * Math.log(x);
    }
}
