package io.github.attention4j.djl.script.internal.site;

import io.github.attention4j.djl.script.internal.flow.Graph;
import io.github.attention4j.djl.script.internal.flow.Node;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Which inputs and which attention a value depends on by its content; its form does not count. */
final class Dependence {
    private final Map<Node, BitSet> sources = new HashMap<>();
    private final List<Node> nodes;

    /**
     * Follows all values.
     *
     * @param graph the program
     * @param marks nodes that count as sources beside the inputs
     */
    Dependence(Graph graph, Set<Node> marks) {
        this.nodes = graph.nodes();
        nodes.forEach(node -> sources.put(node, new BitSet()));
        for (Node node : nodes) {
            if (node.is(Node.INPUT) || marks.contains(node)) {
                sources(node).set(node.number());
            }
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Node node : nodes) {
                changed |= !Operators.FORM_ONLY.contains(node.operator()) && gather(node);
            }
        }
    }

    private BitSet sources(Node node) {
        return sources.getOrDefault(node, new BitSet());
    }

    private boolean gather(Node node) {
        BitSet own = sources(node);
        int before = own.cardinality();
        for (Node input : node.inputs()) {
            own.or(sources(input));
        }
        return own.cardinality() > before;
    }

    /** Whether it is computed from the model's input, rather than stored or made of shapes. */
    boolean isActivation(Node node) {
        return !sources(node).isEmpty();
    }

    boolean dependsOn(Node node, Node source) {
        return sources(node).get(source.number());
    }

    /** Whether it depends on something that the other one does not depend on. */
    boolean knowsMoreThan(Node node, Node other) {
        BitSet rest = (BitSet) sources(node).clone();
        rest.andNot(sources(other));
        return !rest.isEmpty();
    }

    /** Whether any value on the way to this one fulfils a condition, itself included. */
    static boolean anyBefore(Node start, Predicate<Node> condition) {
        Set<Node> seen = new HashSet<>(Set.of(start));
        Deque<Node> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (condition.test(node)) {
                return true;
            }
            for (Node input : node.inputs()) {
                if (seen.add(input)) {
                    open.push(input);
                }
            }
        }
        return false;
    }
}
