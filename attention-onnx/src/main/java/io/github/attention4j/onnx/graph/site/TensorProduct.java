package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A product of two tensors summed over one axis of each. Axes are counted from the end, -1 is the last.
 *
 * @param node the node
 * @param left name of the first factor
 * @param right name of the second factor
 * @param leftSummed the axis of the first factor that is summed over
 * @param rightSummed the axis of the second factor that is summed over
 * @param leftFree the axis of the result that only the first factor has
 * @param rightFree the axis of the result that only the second factor has
 * @param leftLayout the first factor's axes in the order shared, free, summed; null where they lie so already but for
 *     the last two
 * @param rightLayout the second factor's axes in the order shared, free, summed; null likewise
 */
record TensorProduct(
        OnnxNode node,
        String left,
        String right,
        int leftSummed,
        int rightSummed,
        int leftFree,
        int rightFree,
        @Nullable List<Long> leftLayout,
        @Nullable List<Long> rightLayout) {

    /** The product that a node computes, or null if it computes something else. */
    static @Nullable TensorProduct of(OnnxNode node) {
        if (!Operators.PRODUCTS.contains(node.operator()) || node.inputs().size() < 2) {
            return null;
        }
        return switch (node.operator()) {
            case "Einsum" -> einsum(node);
            case "QLinearMatMul" -> matrices(node, node.input(0), node.input(3), false, false);
            default -> matrices(
                    node, node.input(0), node.input(1), node.integer("transA", 0) != 0, node.integer("transB", 0) != 0);
        };
    }

    private static TensorProduct matrices(
            OnnxNode node, String left, String right, boolean leftTransposed, boolean rightTransposed) {
        return new TensorProduct(
                node, left, right, leftTransposed ? -2 : -1, rightTransposed ? -1 : -2, -2, -1, null, null);
    }

    private static @Nullable TensorProduct einsum(OnnxNode node) {
        String[] sides = node.text("equation").replace(" ", "").split("->", -1);
        String[] factors = sides[0].split(",", -1);
        if (sides.length != 2 || factors.length != 2 || node.text("equation").contains(".")) {
            return null;
        }
        String left = factors[0];
        String right = factors[1];
        String result = sides[1];
        String summed = labels(left, right, result, true, true, false);
        String leftFree = labels(left, right, result, true, false, true);
        String rightFree = labels(left, right, result, false, true, true);
        String shared = labels(left, right, result, true, true, true);
        if (summed.length() != 1 || leftFree.length() != 1 || rightFree.length() != 1) {
            return null;
        }
        return new TensorProduct(
                node,
                node.input(0),
                node.input(1),
                left.indexOf(summed) - left.length(),
                right.indexOf(summed) - right.length(),
                result.indexOf(leftFree) - result.length(),
                result.indexOf(rightFree) - result.length(),
                layout(left, shared + leftFree + summed),
                layout(right, shared + rightFree + summed));
    }

    /** The labels that do or do not occur in each of the three terms, in the order of the result, then of the left. */
    private static String labels(
            String left, String right, String result, boolean inLeft, boolean inRight, boolean inResult) {
        StringBuilder found = new StringBuilder();
        String candidates = result + left;
        for (int i = 0; i < candidates.length(); i++) {
            char label = candidates.charAt(i);
            if (left.indexOf(label) >= 0 == inLeft
                    && right.indexOf(label) >= 0 == inRight
                    && result.indexOf(label) >= 0 == inResult
                    && found.indexOf(String.valueOf(label)) < 0) {
                found.append(label);
            }
        }
        return found.toString();
    }

    private static @Nullable List<Long> layout(String term, String wanted) {
        List<Long> permutation = new ArrayList<>();
        for (int i = 0; i < wanted.length(); i++) {
            permutation.add((long) term.indexOf(wanted.charAt(i)));
        }
        // A factor that lacks a shared axis is broadcast along it; only a run could lay it out.
        return permutation.contains(-1L) || permutation.size() != term.length() ? null : permutation;
    }
}
