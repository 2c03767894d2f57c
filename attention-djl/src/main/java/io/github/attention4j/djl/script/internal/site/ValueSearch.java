package io.github.attention4j.djl.script.internal.site;

import io.github.attention4j.djl.script.internal.flow.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes on from a softmax through dropout and corrections to the product with the values.
 *
 * @param product the product
 * @param weightsLeft whether the weights are its left factor
 * @param exposed the last node that gives the weights the values the product takes, dropout aside
 */
record ValueSearch(Product product, boolean weightsLeft, Node exposed) {
    /** Who uses what. */
    static Map<Node, Set<Node>> users(List<Node> nodes) {
        Map<Node, Set<Node>> users = new HashMap<>();
        for (Node node : nodes) {
            for (Node input : node.inputs()) {
                users.computeIfAbsent(input, key -> new HashSet<>()).add(node);
            }
        }
        return users;
    }

    static @Nullable ValueSearch from(Node softmax, Map<Node, Set<Node>> users, Dependence dependence) {
        Map<Node, Node> exposed = new HashMap<>(Map.of(softmax, softmax));
        Deque<Node> open = new ArrayDeque<>(Set.of(softmax));
        while (!open.isEmpty()) {
            Node node = open.poll();
            Node shown = exposed.getOrDefault(node, softmax);
            for (Node user : users.getOrDefault(node, Set.of())) {
                Product product = product(user, node, users);
                if (product != null) {
                    boolean left = product.left() == node;
                    if (dependence.isActivation(left ? product.right() : product.left())) {
                        return new ValueSearch(product, left, shown);
                    }
                } else if (Operators.WEIGHTING.contains(user.operator()) && !exposed.containsKey(user)) {
                    boolean corrects = Operators.CORRECTIONS.contains(user.operator()) && user.place() != null;
                    exposed.put(user, corrects ? user : shown);
                    open.add(user);
                }
            }
        }
        return null;
    }

    /** The product that takes a node as a factor; an einsum takes its factors in a list. */
    private static @Nullable Product product(Node user, Node node, Map<Node, Set<Node>> users) {
        if (user.is(Node.PACK)) {
            for (Node next : users.getOrDefault(user, Set.of())) {
                Product product = next.is("einsum") ? product(next, node, users) : null;
                if (product != null) {
                    return product;
                }
            }
            return null;
        }
        Product product = Product.of(user);
        return product != null && (product.left() == node || product.right() == node) ? product : null;
    }
}
