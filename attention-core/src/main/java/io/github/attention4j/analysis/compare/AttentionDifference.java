package io.github.attention4j.analysis.compare;

import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.HeadTable;

/**
 * What changed from one result to another, of two inputs or two models, between the tokens that both have:
 * {@code w_second(q,k) - w_first(q,k)}. From -1 to 1. Where one input is longer its rows are spread over more keys, and
 * shared keys lose weight for that alone. Immutable, thread-safe.
 */
public final class AttentionDifference {
    private final AttentionStack first;
    private final AttentionStack second;
    private final TokenAlignment queries;
    private final TokenAlignment keys;

    private AttentionDifference(
            AttentionStack first, AttentionStack second, TokenAlignment queries, TokenAlignment keys) {
        this.first = first;
        this.second = second;
        this.queries = queries;
        this.keys = keys;
    }

    /**
     * Aligns two stacks by their tokens' texts.
     *
     * @param first what was before
     * @param second what is now
     * @return the difference
     * @throws InvalidRequestException if no token is common to both
     */
    public static AttentionDifference of(AttentionStack first, AttentionStack second) {
        TokenAlignment queries = TokenAlignment.of(first.queryTokens(), second.queryTokens());
        TokenAlignment keys = TokenAlignment.of(first.keyTokens(), second.keyTokens());
        if (queries.first().isEmpty() || keys.first().isEmpty()) {
            throw new InvalidRequestException("The two results have no tokens in common: "
                    + first.keyTokens().texts() + " and " + second.keyTokens().texts());
        }
        return new AttentionDifference(first, second, queries, keys);
    }

    /**
     * The query tokens that both have.
     *
     * @return the first result's tokens, one per row
     */
    public TokenSequence queryTokens() {
        return first.queryTokens().select(queries.first());
    }

    /**
     * The key tokens that both have.
     *
     * @return the first result's tokens, one per column
     */
    public TokenSequence keyTokens() {
        return first.keyTokens().select(keys.first());
    }

    /**
     * The differences of one head.
     *
     * @param layer the model's own number of the layer
     * @param head the model's own number of the head
     * @return {@code [common queries][common keys]}, new arrays
     * @throws InvalidRequestException if one of the results lacks that layer or head
     */
    public double[][] matrix(int layer, int head) {
        AttentionMatrix before = first.matrix(layer, head);
        AttentionMatrix now = second.matrix(layer, head);
        double[][] difference = new double[queries.first().size()][keys.first().size()];
        for (int q = 0; q < difference.length; q++) {
            for (int k = 0; k < difference[q].length; k++) {
                difference[q][k] = (double) now.weight(
                                queries.second().get(q), keys.second().get(k))
                        - before.weight(queries.first().get(q), keys.first().get(k));
            }
        }
        return difference;
    }

    /**
     * How much each head changed: the mean over the common queries of the sum of absolute differences over the common
     * keys. From 0, nothing changed, to 2.
     *
     * @return the table
     * @throws InvalidRequestException if the second result lacks a layer or head of the first
     */
    public HeadTable change() {
        double[][] values = new double[first.layers().size()][first.heads().size()];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[i].length; j++) {
                values[i][j] =
                        change(matrix(first.layers().get(i), first.heads().get(j)));
            }
        }
        return new HeadTable("change", "", first.kind(), first.layers(), first.heads(), values);
    }

    private static double change(double[][] difference) {
        double sum = 0;
        for (double[] row : difference) {
            for (double value : row) {
                sum += Math.abs(value);
            }
        }
        return sum / difference.length;
    }
}
