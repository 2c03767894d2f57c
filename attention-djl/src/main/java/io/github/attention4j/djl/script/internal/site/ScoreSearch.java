package io.github.attention4j.djl.script.internal.site;

import io.github.attention4j.djl.script.internal.flow.Node;
import io.github.attention4j.djl.script.internal.flow.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes back from a softmax through scale, mask and bias to the product of two activations.
 *
 * @param product the product of queries and keys
 * @param alternatives the product, and those that other branches have in its place
 * @param side what comes in on the way: masks and biases
 */
record ScoreSearch(Product product, List<Product> alternatives, List<Node> side) {
    private static final Set<String> MASKING =
            Set.of("add", "sub", "masked_fill", "where", "maximum", "minimum", "subtract");

    static @Nullable ScoreSearch from(Node input, Dependence dependence) {
        Product best = null;
        List<Product> all = new ArrayList<>();
        List<Node> side = new ArrayList<>();
        Set<Node> seen = new HashSet<>(Set.of(input));
        Deque<Node> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            Node node = open.poll();
            Product product = Product.of(node);
            if (product != null) {
                best = better(best, product, dependence);
                all.add(product);
                if (product.first() == 1) {
                    side.add(node.inputs().get(0));
                }
            } else if (Operators.SCORING.contains(node.operator())) {
                for (Node next : node.inputs()) {
                    if (seen.add(next)) {
                        open.add(next);
                    }
                }
            }
            if (MASKING.contains(node.operator())) {
                side.addAll(node.inputs());
            }
        }
        return best == null ? null : new ScoreSearch(best, alternatives(best, all), besides(best.node(), side));
    }

    private static List<Product> alternatives(Product best, List<Product> all) {
        return all.stream()
                .filter(product -> product.equals(best)
                        || excludes(product.node().place(), best.node().place()))
                .toList();
    }

    private static boolean excludes(@Nullable Place first, @Nullable Place second) {
        return first != null && second != null && first.branch().excludes(second.branch());
    }

    /** The scores themselves come through the same operators as the masks. */
    private static List<Node> besides(Node product, List<Node> side) {
        return side.stream()
                .filter(node -> !Dependence.anyBefore(node, before -> before == product))
                .toList();
    }

    /** The first product of two activations, or else the first of one. */
    private static @Nullable Product better(@Nullable Product best, Product next, Dependence dependence) {
        if (best == null) {
            boolean one = dependence.isActivation(next.left()) || dependence.isActivation(next.right());
            return one ? next : null;
        }
        return !isOfTwo(best, dependence) && isOfTwo(next, dependence) ? next : best;
    }

    private static boolean isOfTwo(Product product, Dependence dependence) {
        return dependence.isActivation(product.left()) && dependence.isActivation(product.right());
    }
}
