package io.github.attention4j.djl.script.internal.site;

import io.github.attention4j.djl.script.internal.flow.Node;
import io.github.attention4j.djl.script.internal.flow.Place;
import io.github.attention4j.djl.script.internal.source.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A product of two tensors.
 *
 * @param node the operator
 * @param left its left factor
 * @param right its right factor
 * @param first the position of the left factor among the arguments, or -1 if the factors are in a list
 */
record Product(Node node, Node left, Node right, int first) {
    static @Nullable Product of(Node node) {
        List<Node> inputs = node.inputs();
        return switch (node.operator()) {
            case "matmul", "bmm", "mm" -> inputs.size() < 2 ? null : new Product(node, inputs.get(0), inputs.get(1), 0);
            case "baddbmm", "addmm" -> inputs.size() < 3 ? null : new Product(node, inputs.get(1), inputs.get(2), 1);
            case "einsum" -> inputs.size() < 2 || inputs.get(1).inputs().size() != 2
                    ? null
                    : new Product(
                            node,
                            inputs.get(1).inputs().get(0),
                            inputs.get(1).inputs().get(1),
                            -1);
            default -> null;
        };
    }

    /** Where the source gives a factor, or null if there is no expression of its own. */
    @Nullable
    Expression factor(boolean leftOne) {
        Place place = node.place();
        int position = leftOne ? first : first + 1;
        if (place == null || first < 0 || position >= place.call().arguments().size()) {
            return null;
        }
        return place.call().arguments().get(position);
    }
}
