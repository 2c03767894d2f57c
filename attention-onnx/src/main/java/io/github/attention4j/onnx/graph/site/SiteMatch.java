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
 * @param sideInputs masks and biases: what is combined with the scores on their way to the softmax
 */
record SiteMatch(
        Scope scope,
        OnnxNode node,
        String operator,
        SiteTensors tensors,
        @Nullable FusedOperator fused,
        List<String> sideInputs) {
    /** Where its tensors are. */
    SitePlace place() {
        return fused == null ? new SitePlace.InGraph(tensors) : new SitePlace.InOperator(node, fused, tensors);
    }
}
