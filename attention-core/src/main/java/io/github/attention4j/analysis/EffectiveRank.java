package io.github.attention4j.analysis;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.analysis.internal.SingularValues;
import java.util.List;

/**
 * The effective rank of a head's matrix (Roy and Vetterli 2007): {@code exp(-sum_i p_i ln p_i)} with the singular
 * values {@code s_i} and {@code p_i = s_i / sum_j s_j}.
 *
 * <p>From 1, all queries look at the same keys, to the smaller of the numbers of queries and keys; 0 for a matrix of
 * zeros. It says how many different ways of looking the rows of one head are made of, not how many the head could have,
 * and it grows with the length of the input. Costs O(n³) per head, unlike {@link HeadMetrics}, which it is therefore no
 * part of.
 */
public final class EffectiveRank {
    private EffectiveRank() {}

    /**
     * The effective rank of every head, of the first window where there are several.
     *
     * @param stack attention of one kind
     * @return the table
     */
    public static HeadTable of(AttentionStack stack) {
        List<AttentionLayer> layers = stack.stream().toList();
        return HeadGrid.of(stack).table("effective-rank", "", (layer, head) -> {
            AttentionLayer at = layers.get(layer);
            return of(at.matrix(at.heads().get(head)));
        });
    }

    /**
     * The effective rank of one matrix.
     *
     * @param matrix any matrix
     * @return at least 1, or 0 for a matrix of zeros
     */
    public static double of(AttentionMatrix matrix) {
        double[] singular = SingularValues.of(matrix.toArray(), matrix.queryCount(), matrix.keyCount());
        double sum = 0;
        for (double value : singular) {
            sum += value;
        }
        if (sum == 0) {
            return 0;
        }
        double entropy = 0;
        for (double value : singular) {
            double share = value / sum;
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return Math.exp(entropy);
    }
}
