package io.github.attention4j;

/**
 * The place in a model where the weights of one layer arise.
 *
 * @param kind where the keys come from
 * @param layer number within the kind, zero-based, in the order of the computation
 * @param heads number of heads, or {@link #UNKNOWN} where the file does not say and only a run can tell
 * @param operator what computes the weights, such as {@code Softmax} or {@code com.microsoft.Attention}
 * @param tensor the name of the tensor that holds the weights
 */
public record AttentionSite(AttentionKind kind, int layer, int heads, String operator, String tensor) {
    /** Stands for a number of heads that only a run can tell. */
    public static final int UNKNOWN = -1;
}
