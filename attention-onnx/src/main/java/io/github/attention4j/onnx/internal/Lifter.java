package io.github.attention4j.onnx.internal;

import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.rewrite.GraphEdit;
import io.github.attention4j.onnx.graph.rewrite.NewNode;
import io.github.attention4j.onnx.graph.rewrite.NewTensor;
import io.github.attention4j.onnx.graph.rewrite.NodeEdit;
import io.github.attention4j.onnx.graph.site.FusedOperator;
import io.github.attention4j.onnx.graph.site.SitePlace;
import io.github.attention4j.onnx.graph.site.SiteTensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes a tensor of a site visible in the main graph, out of whatever branches it lies in. */
final class Lifter {
    private Lifter() {}

    /**
     * Lifts a tensor.
     *
     * @param graph the edit of the graph that holds the place
     * @param place the site's place
     * @param which picks the tensor
     * @param name a name for it, not yet used
     * @return the tensor's name in that graph: its own where it lies there already
     */
    static String lift(GraphEdit graph, SitePlace place, Function<SiteTensors, String> which, String name) {
        if (place instanceof SitePlace.InBranches branches) {
            NodeEdit container = graph.node(branches.container().index());
            for (Map.Entry<String, Optional<SitePlace>> branch :
                    branches.branches().entrySet()) {
                GraphEdit body = container.body(branch.getKey());
                // Names within branches must not meet those of the graph around them.
                String inner = name + "." + branch.getKey();
                if (branch.getValue().isPresent()) {
                    String tensor = lift(body, branch.getValue().get(), which, inner + ".inner");
                    body.add(NewNode.of("Identity", List.of(tensor), inner, Map.of()));
                } else {
                    // All branches return equally many tensors; this one stands for "not computed here".
                    body.add(NewTensor.emptyFloats(inner + ".none"));
                    body.add(NewNode.of("Identity", List.of(inner + ".none"), inner, Map.of()));
                }
                body.output(inner);
            }
            container.appendOutput(name);
            return name;
        }
        if (place instanceof SitePlace.InOperator inside) {
            ask(graph, inside);
        } else if (place instanceof SitePlace.Beside beside) {
            PackedBranch.add(graph, beside);
        }
        return which.apply(place.tensors());
    }

    /** Has a fused operator give its numbers; asking again changes nothing. */
    private static void ask(GraphEdit graph, SitePlace.InOperator inside) {
        FusedOperator operator = inside.operator();
        SiteTensors tensors = inside.tensors();
        if (operator.givesScores()) {
            if (graph.claim(tensors.scores())) {
                askTwin(graph, inside.node(), operator.output(), tensors);
            }
        } else if (graph.claim(tensors.weights())) {
            NodeEdit node = graph.node(inside.node().index());
            node.output(operator.output(), tensors.weights());
            node.attribute(operator.mode(), operator.modeValue());
        }
    }

    /**
     * Asked for its scores, the operator takes another way through its own code, and its result changes in the last
     * bit; so a second call of it is asked, and the model's own is left as it is.
     */
    private static void askTwin(GraphEdit graph, OnnxNode node, int output, SiteTensors tensors) {
        String[] outputs = new String[output + 1];
        Arrays.fill(outputs, "");
        outputs[0] = tensors.scores() + ".unused";
        outputs[output] = tensors.scores();
        graph.add(NewNode.twin(node, List.of(outputs)));
        // The runtime's own schema leaves open which of the float types this output has.
        graph.type(tensors.scores(), StoredTensor.FLOAT);
        graph.add(NewNode.of("Softmax", List.of(tensors.scores()), tensors.weights(), Map.of("axis", -1L)));
    }
}
