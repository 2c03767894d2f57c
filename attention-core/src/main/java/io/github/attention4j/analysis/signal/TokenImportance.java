package io.github.attention4j.analysis.signal;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.analysis.flow.Rollout;
import java.util.Objects;

/**
 * How much attention each token gets. Three ways, none of which is how much the token matters to a decision: weights can
 * often be changed a good deal without changing the output (Jain and Wallace 2019), and whether they explain anything
 * depends on what an explanation is for (Wiegreffe and Pinter 2019). Special tokens and punctuation gather weight that
 * heads have no other use for (Clark et al. 2019); leave them out of a ranking of words.
 */
public final class TokenImportance {
    private TokenImportance() {}

    /**
     * The row of the token that stands for the text: {@code 1/H sum_h w_h(q, k)} with the opening token ({@code [CLS]},
     * {@code <s>}) as q. From 0 to 1, summing to 1.
     *
     * <p>Meaningful for models whose output is read off that token; others, such as those that take the mean over all
     * tokens, need not gather anything there.
     *
     * @param layer self-attention whose rows include the opening token's, usually the last layer
     * @return a number per key token, called {@code cls-row}
     * @throws InvalidRequestException if that row is missing, or the layer has windows or no weights
     */
    public static TokenScores openingRow(AttentionLayer layer) {
        int query = SignalInput.openingQuery(layer);
        return new TokenScores("cls-row", layer.keyTokens(), HeadMeans.row(layer, query));
    }

    /**
     * The row of any token: {@code 1/H sum_h w_h(q, k)}. From 0 to 1, summing to 1.
     *
     * @param layer attention
     * @param query which row, zero-based among the extracted rows
     * @return a number per key token, called {@code row}
     * @throws InvalidRequestException if the layer has windows or no weights
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public static TokenScores row(AttentionLayer layer, int query) {
        SignalInput.requireWeights(layer);
        Objects.checkIndex(query, layer.queryTokens().size());
        return new TokenScores("row", layer.keyTokens(), HeadMeans.row(layer, query));
    }

    /**
     * The mass of each column: {@code 1/(H Q) sum_h sum_q w_h(q, k)}, what a token gets from all tokens on average. From
     * 0 to 1, summing to 1.
     *
     * <p>In causal attention early tokens are seen by more queries, so that mass falls along the text whatever the
     * model does; {@link #columnMeanOfSeers} makes up for that.
     *
     * @param layer attention
     * @return a number per key token, called {@code column-mass}
     * @throws InvalidRequestException if the layer has windows or no weights
     */
    public static TokenScores columnMass(AttentionLayer layer) {
        double[] mass = HeadMeans.columnSums(layer);
        for (int key = 0; key < mass.length; key++) {
            mass[key] /= layer.queryTokens().size();
        }
        return new TokenScores("column-mass", layer.keyTokens(), mass);
    }

    /**
     * The mean weight from those queries that see a token, which are the ones of which some head gives it weight above
     * zero. From 0 to 1; 0 for a token that nobody sees. Does not sum to 1.
     *
     * <p>A token near the end of a causal text is seen by few, itself among them: its number is the mean of few weights.
     *
     * @param layer attention
     * @return a number per key token, called {@code column-mean}
     * @throws InvalidRequestException if the layer has windows or no weights
     */
    public static TokenScores columnMeanOfSeers(AttentionLayer layer) {
        double[] mean = HeadMeans.columnSums(layer);
        int[] seers = HeadMeans.seers(layer);
        for (int key = 0; key < mean.length; key++) {
            mean[key] = seers[key] == 0 ? 0 : mean[key] / seers[key];
        }
        return new TokenScores("column-mean", layer.keyTokens(), mean);
    }

    /**
     * The row of a token in the rollout through all layers (Abnar and Zuidema 2020): its share of each input token if
     * layers did nothing but mix. From 0 to 1, summing to 1. In deep models all rows grow alike.
     *
     * @param stack self-attention of all tokens in consecutive layers
     * @param query which token of the last layer, zero-based position
     * @return a number per input token, called {@code rollout}
     * @throws InvalidRequestException if layers, rows or columns are missing
     * @throws IndexOutOfBoundsException if there is no such token
     */
    public static TokenScores rollout(AttentionStack stack, int query) {
        return new TokenScores("rollout", stack.keyTokens(), Rollout.standard().row(stack, query));
    }
}
