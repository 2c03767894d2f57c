package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention found in one graph, before it is known which kind and layer it is.
 *
 * @param scope the graph around it
 * @param node the node that gives the probabilities
 * @param operator how it is written, for reports
 * @param tensors its tensors
 * @param fused the operator that computes it as a whole, or null where it is spelt out
 * @param packed what the operator that hides it is told, or null where it is not hidden
 * @param sideInputs masks and biases: what is combined with the scores on their way to the softmax
 */
record SiteMatch(
        Scope scope,
        OnnxNode node,
        String operator,
        SiteTensors tensors,
        @Nullable FusedOperator fused,
        @Nullable PackedAttention packed,
        List<String> sideInputs) {
    /** A tensor that the queries come from. */
    String querySource() {
        if (packed != null) {
            return packed.querySource(node);
        }
        // An operator's queries, keys and values are named after it, wherever they come from.
        return fused == null ? tensors.queries().tensor() : node.input(0);
    }

    /** A tensor that the keys come from. */
    String keySource() {
        if (packed != null) {
            return packed.keySource(node);
        }
        return fused == null
                ? tensors.keys().tensor()
                : node.input(node.input(1).isEmpty() ? 0 : 1);
    }

    /** Whether an operator is handed a tensor by head. */
    private boolean isSplit(String tensor) {
        return Ranks.of(scope, tensor) == 4;
    }

    /** Where its tensors are. */
    SitePlace place() {
        if (packed != null) {
            return new SitePlace.Beside(node, packed, tensors);
        }
        if (fused == null) {
            return new SitePlace.InGraph(tensors);
        }
        return new SitePlace.InOperator(node, fused, tensors, isSplit(node.input(0)), isSplit(node.input(1)));
    }
}
