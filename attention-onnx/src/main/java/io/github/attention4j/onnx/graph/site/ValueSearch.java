package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks downwards from a softmax for the product that weighs values with its probabilities, through dropout, masks,
 * NaN guards, casts, quantisation and changes of layout.
 */
final class ValueSearch {
    private static final int FARTHEST = 16;

    private ValueSearch() {}

    /**
     * A product with values and what lies between it and the softmax.
     *
     * @param product weights times values, or values times weights
     * @param valuesAreRight whether the values are the product's second factor
     * @param path the nodes in between, from the softmax to the product
     */
    record ValuePath(TensorProduct product, boolean valuesAreRight, List<OnnxNode> path) {
        String values() {
            return valuesAreRight ? product.right() : product.left();
        }
    }

    private record Step(String tensor, Axes axes, List<OnnxNode> path) {}

    /** The value product behind some probabilities; null if there is none. */
    static @Nullable ValuePath of(Scope scope, String probabilities, Axes axes) {
        Set<OnnxNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Step> open = new ArrayDeque<>();
        open.add(new Step(probabilities, axes, List.of()));
        while (!open.isEmpty()) {
            Step step = open.poll();
            for (OnnxNode node : scope.consumers(step.tensor())) {
                ValuePath found = product(scope, node, step);
                if (found != null) {
                    return found;
                }
                if (passes(node, step.tensor()) && step.path().size() < FARTHEST && seen.add(node)) {
                    Axes after = step.axes().after(node);
                    if (after != null) {
                        List<OnnxNode> path = new ArrayList<>(step.path());
                        path.add(node);
                        open.add(new Step(node.output(0), after, path));
                    }
                }
            }
        }
        return null;
    }

    private static boolean passes(OnnxNode node, String tensor) {
        String operator = node.operator();
        if (operator.equals("Where")) {
            return !node.input(0).equals(tensor);
        }
        if (operator.equals("Div") || operator.equals("Sub")) {
            return node.input(0).equals(tensor);
        }
        return Operators.ELEMENT_WISE.contains(operator)
                || ((Operators.ELEMENT_WISE_UNARY.contains(operator) || Operators.LAYOUT.contains(operator))
                        && node.input(0).equals(tensor));
    }

    private static @Nullable ValuePath product(Scope scope, OnnxNode node, Step step) {
        TensorProduct product = TensorProduct.of(node);
        if (product == null) {
            return null;
        }
        int key = step.axes().key();
        if (product.left().equals(step.tensor())
                && product.leftSummed() == key
                && scope.isActivation(product.right())) {
            return new ValuePath(product, true, step.path());
        }
        if (product.right().equals(step.tensor())
                && product.rightSummed() == key
                && scope.isActivation(product.left())) {
            return new ValuePath(product, false, step.path());
        }
        return null;
    }
}
