package io.github.attention4j.analysis.words;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.RowMeaning;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.HeadPattern;
import io.github.attention4j.analysis.HeadSearch;
import io.github.attention4j.analysis.HeadTable;
import io.github.attention4j.analysis.internal.TokenKinds;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Parts of an attention: what some tokens give to some others. {@link AttentionLayer#rowMeaning()} of the result says
 * whether rows were scaled: {@link RowMeaning#SLICED} keeps the model's numbers, whose rows then sum to less than 1;
 * {@link RowMeaning#RENORMALIZED} scales each row to sum to 1, and so makes much of rows that had little there.
 */
public final class AttentionSlices {
    private AttentionSlices() {}

    /**
     * The rows of some tokens and the columns of some others, as they are.
     *
     * @param stack attention of one kind
     * @param queries which tokens' rows to keep, at least one
     * @param keys which tokens' columns to keep, at least one
     * @return the slice; tokens keep their index
     * @throws IllegalArgumentException if nothing is kept
     */
    public static AttentionStack slice(AttentionStack stack, Predicate<Token> queries, Predicate<Token> keys) {
        return AttentionStack.of(
                stack.stream().map(layer -> slice(layer, queries, keys, false)).toList());
    }

    /**
     * As {@link #slice}, with each row scaled to sum to 1: probabilities given that a kept key is looked at.
     *
     * @param stack attention of one kind
     * @param queries which tokens' rows to keep, at least one
     * @param keys which tokens' columns to keep, at least one
     * @return the slice; rows without any weight there stay zero
     * @throws IllegalArgumentException if nothing is kept
     */
    public static AttentionStack renormalizedSlice(
            AttentionStack stack, Predicate<Token> queries, Predicate<Token> keys) {
        return AttentionStack.of(
                stack.stream().map(layer -> slice(layer, queries, keys, true)).toList());
    }

    /**
     * Without the rows and columns of added tokens, the model's numbers kept.
     *
     * @param stack attention of one kind
     * @return rows that sum to at most 1
     */
    public static AttentionStack withoutSpecials(AttentionStack stack) {
        return slice(stack, TokenKinds::ordinary, TokenKinds::ordinary);
    }

    /**
     * Without the rows and columns of added tokens, rows scaled to sum to 1.
     *
     * @param stack attention of one kind
     * @return rows that sum to 1, or are all zeros
     */
    public static AttentionStack withoutSpecialsRenormalized(AttentionStack stack) {
        return renormalizedSlice(stack, TokenKinds::ordinary, TokenKinds::ordinary);
    }

    /**
     * How much some tokens look at some others: per head the mean over those queries of their weight on those keys.
     *
     * @param stack attention of one kind
     * @param queries who looks
     * @param keys who is looked at
     * @return shares from 0 to 1; NaN where there is no such query or key
     */
    public static HeadTable share(AttentionStack stack, Predicate<Token> queries, Predicate<Token> keys) {
        return HeadSearch.scores(
                stack,
                HeadPattern.of(
                        "share",
                        (queryTokens, query, keyTokens, key) ->
                                queries.test(queryTokens.get(query)) && keys.test(keyTokens.get(key))));
    }

    private static AttentionLayer slice(
            AttentionLayer layer, Predicate<Token> queries, Predicate<Token> keys, boolean renormalize) {
        List<Integer> rows = positions(layer.queryTokens(), queries);
        List<Integer> columns = positions(layer.keyTokens(), keys);
        int[] column = columns.stream().mapToInt(Integer::intValue).toArray();
        int matrices = layer.windowCount() * layer.heads().size();
        int queryCount = layer.queryTokens().size();
        float[] row = new float[layer.keyTokens().size()];
        float[] kept = new float[Math.multiplyExact(matrices, rows.size() * column.length)];
        FloatBuffer weights = layer.weights();
        int at = 0;
        for (int matrix = 0; matrix < matrices; matrix++) {
            for (int query : rows) {
                weights.get((matrix * queryCount + query) * row.length, row, 0, row.length);
                double scale = renormalize ? scale(row, column) : 1;
                for (int key : column) {
                    kept[at++] = (float) (row[key] * scale);
                }
            }
        }
        boolean whole = rows.size() == queryCount && column.length == row.length;
        RowMeaning cut = renormalize ? RowMeaning.RENORMALIZED : RowMeaning.SLICED;
        return AttentionLayer.builder(layer.kind(), layer.number())
                .heads(layer.heads())
                .tokens(layer.queryTokens().select(rows), layer.keyTokens().select(columns))
                .windowCount(layer.windowCount())
                .weights(kept)
                .rowMeaning(whole && !renormalize ? layer.rowMeaning() : cut)
                .build();
    }

    private static double scale(float[] row, int[] column) {
        double sum = 0;
        for (int key : column) {
            sum += row[key];
        }
        return sum == 0 ? 0 : 1 / sum;
    }

    private static List<Integer> positions(TokenSequence tokens, Predicate<Token> wanted) {
        return IntStream.range(0, tokens.size())
                .filter(position -> wanted.test(tokens.get(position)))
                .boxed()
                .toList();
    }
}
