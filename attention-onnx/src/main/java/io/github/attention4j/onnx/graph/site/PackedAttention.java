package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code com.microsoft.Attention} is told: one projection for queries, keys and values, and a mask.
 *
 * @param heads number of heads
 * @param queryWidth how much of the projection is queries; keys are as wide
 * @param valueWidth how much of it is values
 * @param mask the form of the mask
 * @see <a href="https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md">ContribOperators</a>
 */
public record PackedAttention(int heads, long queryWidth, long valueWidth, Mask mask) {
    private static final int PAST = 4;

    /** What the operator's fourth input is. */
    public enum Mask {
        /** Not there. */
        NONE,
        /** One number per sequence: how many tokens there are before the padding. */
        LENGTHS,
        /** {@code [batch, keys]}: 1 for a token, 0 for padding. */
        KEYS
    }

    /** What a node tells, or null if it is another operator or a form of it that cannot be computed beside it. */
    static @Nullable PackedAttention of(Scope scope, OnnxNode node) {
        StoredTensor weights =
                node.qualifiedOperator().equals("com.microsoft.Attention") ? scope.stored(node.input(1)) : null;
        boolean plain = node.input(PAST).isEmpty() && node.integer("do_rotary", 0) == 0;
        if (weights == null || weights.shape().size() != 2 || !plain) {
            return null;
        }
        Mask mask = mask(scope, node.input(3));
        int heads = (int) node.integer("num_heads", 0);
        List<Long> widths = node.integers("qkv_hidden_sizes");
        long third = weights.shape().get(1) / 3;
        return mask == null || heads < 1
                ? null
                : new PackedAttention(
                        heads,
                        widths.size() == 3 ? widths.get(0) : third,
                        widths.size() == 3 ? widths.get(2) : third,
                        mask);
    }

    private static @Nullable Mask mask(Scope scope, String input) {
        if (input.isEmpty()) {
            return Mask.NONE;
        }
        return switch (Ranks.of(scope, input)) {
            case 1 -> Mask.LENGTHS;
            case 2 -> Mask.KEYS;
            default -> null;
        };
    }
}
