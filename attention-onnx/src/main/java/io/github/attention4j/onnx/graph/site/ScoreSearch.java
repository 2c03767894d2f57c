package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks upwards from a softmax for the product of queries and keys, through scales, masks, biases, casts,
 * quantisation and changes of layout. Where several products are added up (relative positions), the one of two
 * activations is meant. A body's softmax may stand behind a product of the graph around it.
 */
final class ScoreSearch {
    private static final int FARTHEST = 48;

    private final Set<OnnxNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<OnnxNode> path = new ArrayList<>();
    private @Nullable ScorePath weaker;

    /**
     * A product and what lies between it and the softmax.
     *
     * @param product queries times keys
     * @param path the nodes in between, from the product to the softmax
     */
    record ScorePath(TensorProduct product, List<OnnxNode> path) {
        /** The axes of the product's two free axes at the softmax, or null if they cannot be followed. */
        @Nullable
        Axes axesAtSoftmax() {
            Axes axes = new Axes(product.leftFree(), product.rightFree());
            for (OnnxNode node : path) {
                if (axes != null) {
                    axes = axes.after(node);
                }
            }
            return axes;
        }
    }

    private ScoreSearch() {}

    /** The product behind a tensor; null if there is none. */
    static @Nullable ScorePath behind(Scope scope, String tensor) {
        ScoreSearch search = new ScoreSearch();
        ScorePath strong = search.search(scope, tensor);
        return strong == null ? search.weaker : strong;
    }

    private @Nullable ScorePath search(Scope user, String tensor) {
        Scope scope = user.home(tensor);
        OnnxNode node = scope.producer(tensor);
        if (node == null || path.size() > FARTHEST || !scope.isActivation(tensor) || !seen.add(node)) {
            return null;
        }
        TensorProduct product = TensorProduct.of(node);
        if (product != null) {
            return judge(scope, product);
        }
        path.add(node);
        ScorePath found = searchInputs(scope, node);
        path.remove(path.size() - 1);
        return found;
    }

    private @Nullable ScorePath searchInputs(Scope scope, OnnxNode node) {
        for (int position : passing(node)) {
            ScorePath found = search(scope, node.input(position));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static List<Integer> passing(OnnxNode node) {
        String operator = node.operator();
        if (operator.equals("Where")) {
            return List.of(1, 2);
        }
        if (Operators.ELEMENT_WISE.contains(operator) || operator.equals("Concat")) {
            List<Integer> all = new ArrayList<>();
            for (int position = 0; position < node.inputs().size(); position++) {
                all.add(position);
            }
            return all;
        }
        return Operators.ELEMENT_WISE_UNARY.contains(operator) || Operators.LAYOUT.contains(operator)
                ? List.of(0)
                : List.of();
    }

    /** Two activations end the search; one activation is remembered, as queries may be learned constants. */
    private @Nullable ScorePath judge(Scope scope, TensorProduct product) {
        List<OnnxNode> downwards = new ArrayList<>(path);
        Collections.reverse(downwards);
        ScorePath found = new ScorePath(product, downwards);
        boolean left = scope.isActivation(product.left());
        boolean right = scope.isActivation(product.right());
        if (left && right) {
            return found;
        }
        if (weaker == null) {
            weaker = found;
        }
        return null;
    }
}
