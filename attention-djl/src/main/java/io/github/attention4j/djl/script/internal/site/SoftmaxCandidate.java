package io.github.attention4j.djl.script.internal.site;

import io.github.attention4j.djl.script.internal.flow.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A softmax, as one operator or spelt out.
 *
 * @param node gives the probabilities
 * @param input what it is taken of
 * @param axis the axis that sums to 1
 * @param operator how it is written
 */
record SoftmaxCandidate(Node node, Node input, long axis, String operator) {
    static @Nullable SoftmaxCandidate of(Node node) {
        List<Node> inputs = node.inputs();
        if (node.place() == null || inputs.size() < 2) {
            return null;
        }
        return switch (node.operator()) {
            case "softmax", "_softmax" -> new SoftmaxCandidate(
                    node, inputs.get(0), axis(node.argument(1, "dim")), node.operator());
            case "div", "true_divide" -> spelt(node, inputs.get(0), inputs.get(1));
            default -> null;
        };
    }

    /** {@code exp(x) / sum(exp(x))}. */
    private static @Nullable SoftmaxCandidate spelt(Node node, Node above, Node below) {
        Node sum = below;
        while (List.of("add", "clamp", "clamp_min", "expand_as", "unsqueeze").contains(sum.operator())) {
            sum = sum.inputs().get(0);
        }
        if (!above.is("exp")
                || !sum.is("sum")
                || sum.inputs().size() < 2
                || sum.inputs().get(0) != above) {
            return null;
        }
        Node axes = sum.inputs().get(1);
        Node first = axes.inputs().size() == 1 ? axes.inputs().get(0) : axes;
        return new SoftmaxCandidate(node, above.inputs().get(0), axis(first), "exp/sum/div");
    }

    /** The last axis where the source does not say. */
    private static long axis(@Nullable Node node) {
        Node value = node;
        while (value != null && value.is(Node.CHOICE)) {
            value = value.inputs().get(0);
        }
        return value != null && value.payload() instanceof Long number ? number : -1;
    }
}
