package io.github.attention4j.onnx.internal;

import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.rewrite.GraphEdit;
import io.github.attention4j.onnx.graph.rewrite.NewNode;
import io.github.attention4j.onnx.graph.rewrite.NodeEdit;
import io.github.attention4j.onnx.graph.site.FusedOperator;
import io.github.attention4j.onnx.graph.site.SitePlace;
import io.github.attention4j.onnx.graph.site.SiteTensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Has an operator that is a whole attention give its weights and scores; asking again changes nothing. */
final class OperatorBranch {
    private final GraphEdit graph;
    private final OnnxNode node;
    private final FusedOperator operator;
    private final SiteTensors tensors;

    private OperatorBranch(GraphEdit graph, SitePlace.InOperator inside) {
        this.graph = graph;
        this.node = inside.node();
        this.operator = inside.operator();
        this.tensors = inside.tensors();
    }

    /** Makes a part of the site. */
    static void add(GraphEdit graph, SitePlace.InOperator inside, SitePart part) {
        OperatorBranch branch = new OperatorBranch(graph, inside);
        switch (part) {
            case WEIGHTS -> branch.weights();
            case SCORES -> branch.scores();
            default -> OperatorVectors.add(graph, inside, part);
        }
    }

    private void weights() {
        if (!graph.claim(tensors.weights())) {
            return;
        }
        if (operator.givesScores()) {
            scores();
            graph.add(NewNode.of("Softmax", List.of(tensors.scores()), tensors.weights(), Map.of("axis", -1L)));
        } else {
            NodeEdit edit = graph.node(node.index());
            edit.output(operator.output(), tensors.weights());
            edit.attribute(operator.mode(), operator.modeValue());
        }
    }

    /**
     * Asked for its scores, an operator may take another way through its own code, and its result changes in the last
     * bit; so a second call of it is asked, and the model's own is left as it is.
     */
    private void scores() {
        if (!graph.claim(tensors.scores())) {
            return;
        }
        String[] outputs = new String[operator.output() + 1];
        Arrays.fill(outputs, "");
        outputs[0] = tensors.scores() + ".unused";
        for (int position = 1;
                position < Math.min(operator.output(), node.outputs().size());
                position++) {
            // Without room for what it caches, the operator leaves the cached keys out.
            outputs[position] = tensors.scores() + ".unused" + position;
        }
        outputs[operator.output()] = tensors.scores();
        Map<String, Object> mode =
                operator.mode().isEmpty() ? Map.of() : Map.of(operator.mode(), operator.scoresMode());
        graph.add(NewNode.twin(node, List.of(outputs), mode));
        if (operator.givesScores()) {
            // The runtime's own schema leaves open which of the float types this output has.
            graph.type(tensors.scores(), StoredTensor.FLOAT);
        }
    }
}
