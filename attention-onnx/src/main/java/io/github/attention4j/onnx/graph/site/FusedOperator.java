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
 * @param causalAttribute the attribute that forbids to look ahead, or empty if the operator always does
 */
public record FusedOperator(int output, String mode, long modeValue, boolean givesScores, String causalAttribute) {
    /** After softmax; the other modes are read differently by different sources. */
    private static final long AFTER_SOFTMAX = 3;

    private static final Map<String, FusedOperator> KNOWN = Map.of(
            "Attention", new FusedOperator(3, "qk_matmul_output_mode", AFTER_SOFTMAX, false, "is_causal"),
            "com.microsoft.GroupQueryAttention", new FusedOperator(3, "qk_output", 2, false, ""),
            "com.microsoft.MultiHeadAttention", new FusedOperator(3, "", 0, true, "unidirectional"));

    /** The operator that a node calls, or null if it is none of these or has its queries, keys and values packed. */
    static @Nullable FusedOperator of(OnnxNode node) {
        FusedOperator operator = KNOWN.get(node.qualifiedOperator());
        boolean separate = !node.input(0).isEmpty() && !node.input(1).isEmpty();
        return separate ? operator : null;
    }

    boolean isCausal(OnnxNode node) {
        return causalAttribute.isEmpty() || node.integer(causalAttribute, 0) != 0;
    }
}
