package io.github.attention4j;

/** What the numbers in a row of an {@link AttentionMatrix} are, and hence what they add up to. */
public enum RowMeaning {
    /** Probabilities over all keys: a row sums to 1. */
    DISTRIBUTION,
    /** Probabilities, but the model zeroes some after softmax: a row sums to at most 1. */
    MASKED,
    /** Numbers of some selected keys only: of probabilities, and of their mean over heads, a row sums to at most 1. */
    SLICED,
    /** Probabilities of some keys, given that one of them is looked at: a row sums to 1, or is all zeros. */
    RENORMALIZED,
    /** The mean over heads of probabilities: a row sums to 1. */
    HEAD_MEAN,
    /** The largest probability over heads: a row sums to at least 1. */
    HEAD_MAX,
    /** Probabilities, or their mean over heads, rounded for {@link Transfer}: a row sums to 1 as nearly as they allow. */
    ROUNDED,
    /** The k largest probabilities of each row; the others read as 0: a row sums to at most 1. */
    TOP_K,
    /** Numbers before softmax: any real number, and minus infinity where masked. */
    SCORES,
    /** Derivatives of a model output with respect to the weights: any real number. */
    GRADIENTS;

    /**
     * Whether every row must sum to 1.
     *
     * @return true for distributions and their mean over heads
     */
    public boolean sumsToOne() {
        return this == DISTRIBUTION || this == HEAD_MEAN;
    }
}
