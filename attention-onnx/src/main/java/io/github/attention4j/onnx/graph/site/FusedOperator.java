package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operator that computes a whole attention and can be asked for its inner numbers.
 *
 * @param output position of the output that holds them
 * @param mode the attribute that asks for them, or empty if the output alone does
 * @param modeValue what the attribute must be
 * @param givesScores whether they are scores, so that a softmax is still due, rather than probabilities
 * @param scoresMode what the attribute must be for scores
 * @param past position of the input that holds cached keys
 * @param causalAttribute the attribute that forbids to look ahead, or empty if the operator always does
 */
public record FusedOperator(
        int output,
        String mode,
        long modeValue,
        boolean givesScores,
        long scoresMode,
        int past,
        String causalAttribute) {
    /** After softmax; the other modes are read differently by different sources. */
    private static final long AFTER_SOFTMAX = 3;

    private static final Map<String, FusedOperator> KNOWN = Map.of(
            "Attention", new FusedOperator(3, "qk_matmul_output_mode", AFTER_SOFTMAX, false, 2, 4, "is_causal"),
            "com.microsoft.GroupQueryAttention", new FusedOperator(3, "qk_output", 2, false, 1, 3, ""),
            "com.microsoft.MultiHeadAttention", new FusedOperator(3, "", 0, true, 0, 6, "unidirectional"),
            "com.microsoft.DecoderMaskedMultiHeadAttention", new FusedOperator(3, "output_qk", 1, true, 1, 5, ""));

    /** The operator that a node calls, or null if it is none of these. */
    static @Nullable FusedOperator of(OnnxNode node) {
        return KNOWN.get(node.qualifiedOperator());
    }

    /** Whether tokens cannot look ahead, by what the operator is told or because it looks at cached keys. */
    boolean isCausal(OnnxNode node) {
        return !node.input(past).isEmpty() || causalAttribute.isEmpty() || node.integer(causalAttribute, 0) != 0;
    }
}
