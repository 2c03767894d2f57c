package io.github.attention4j.analysis;

import io.github.attention4j.analysis.internal.Entropy;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The sums over one head's rows that all its metrics are made of, taken in one pass over the weights: the mass of each
 * column for each group of queries, the mass at each offset between key and query, entropies and maxima. Shares on
 * given keys are sums of columns, distances are sums over offsets. Reused from head to head; nothing is allocated.
 */
final class HeadSums {
    private final LayerTokens tokens;
    private final float[] row;
    /** {@code [sentence of the query][key]}. */
    final double[][] columns;

    final double[] offsets;
    /** Entropy of each row in bits. */
    final double[] entropies;
    /** Keys of each row with weight above zero. */
    final int[] nonZero;

    double maxima;
    double sameToken;

    /** A layer with windows has the rows of all of them. */
    HeadSums(LayerTokens tokens, int windowCount) {
        this.tokens = tokens;
        this.row = new float[tokens.keyCount];
        this.columns = new double[tokens.sentenceCount][tokens.keyCount];
        this.offsets = new double[tokens.offsetCount];
        this.entropies = new double[windowCount * tokens.queryCount];
        this.nonZero = new int[entropies.length];
    }

    void clear() {
        for (double[] column : columns) {
            Arrays.fill(column, 0);
        }
        Arrays.fill(offsets, 0);
        maxima = 0;
        sameToken = 0;
    }

    /** Adds the rows of one window, which start at a position of the buffer. */
    void add(FloatBuffer weights, int start, int window) {
        for (int query = 0; query < tokens.queryCount; query++) {
            weights.get(start + query * tokens.keyCount, row, 0, tokens.keyCount);
            addRow(query, window * tokens.queryCount + query);
        }
    }

    private void addRow(int query, int place) {
        int length = withoutTrailingZeros(row, tokens.keyCount);
        entropies[place] = Entropy.bits(row, length);
        nonZero[place] = countNonZero(row, length);
        double[] column = columns[tokens.querySentence[query]];
        int shift = -tokens.queryIndex[query] - tokens.firstOffset;
        if (tokens.keysFollowOneAnother) {
            addMass(row, length, column, offsets, shift + tokens.keyIndex[0]);
        } else {
            addScatteredMass(row, length, column, shift);
        }
        for (int key : tokens.sameKeys[query]) {
            if (tokens.keyIndex[key] != tokens.queryIndex[query]) {
                sameToken += row[key];
            }
        }
        if (tokens.querySentence[query] != LayerTokens.NO_SENTENCE) {
            for (int key : tokens.specialKeys) {
                row[key] = 0;
            }
            maxima += destructiveMaximum(row, length);
        }
    }

    /** Causal rows end in zeros, which add nothing. */
    private static int withoutTrailingZeros(float[] row, int length) {
        int end = length;
        while (end > 0 && row[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static int countNonZero(float[] row, int length) {
        int count = 0;
        for (int key = 0; key < length; key++) {
            count += row[key] != 0 ? 1 : 0;
        }
        return count;
    }

    private static void addMass(float[] row, int length, double[] column, double[] offsets, int shift) {
        for (int key = 0; key < length; key++) {
            double weight = row[key];
            column[key] += weight;
            offsets[shift + key] += weight;
        }
    }

    private void addScatteredMass(float[] row, int length, double[] column, int shift) {
        for (int key = 0; key < length; key++) {
            column[key] += row[key];
            offsets[shift + tokens.keyIndex[key]] += row[key];
        }
    }

    /** Folds the row in halves, which runs on whole vectors where a running maximum would not. */
    private static float destructiveMaximum(float[] row, int length) {
        int rest = length;
        while (rest > 1) {
            int half = (rest + 1) / 2;
            int folded = rest - half;
            for (int key = 0; key < folded; key++) {
                row[key] = Math.max(row[key], row[half + key]);
            }
            rest = half;
        }
        return rest == 0 ? 0 : row[0];
    }
}
