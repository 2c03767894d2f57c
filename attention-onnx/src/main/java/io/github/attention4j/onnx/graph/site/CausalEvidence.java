package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether what is added to the scores forbids tokens to look ahead: a {@code Trilu}, a stored triangle, or a
 * comparison of positions with positions.
 */
final class CausalEvidence {
    private static final int FARTHEST = 64;
    private static final Set<String> COMPARISONS = Set.of("Less", "LessOrEqual", "Greater", "GreaterOrEqual");
    /** What a mask passes through; not Gather's indices, as relative positions are compared there, too. */
    private static final Set<String> PASSING = Set.of(
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Where",
            "And",
            "Or",
            "Not",
            "Cast",
            "Slice",
            "Expand",
            "Reshape",
            "Unsqueeze",
            "Squeeze",
            "Transpose",
            "Tile",
            "Concat",
            "Identity",
            "Min",
            "Max",
            "Equal",
            "ScatterND",
            "Neg",
            "Pad");

    private final Set<String> seen = new HashSet<>();

    private CausalEvidence() {}

    static boolean in(Scope scope, List<String> sideInputs) {
        CausalEvidence evidence = new CausalEvidence();
        return sideInputs.stream().anyMatch(input -> evidence.isIn(scope, input, FARTHEST));
    }

    private boolean isIn(Scope user, String tensor, int depth) {
        if (tensor.isEmpty() || depth == 0 || !seen.add(tensor)) {
            return false;
        }
        Scope scope = user.home(tensor);
        StoredTensor stored = scope.stored(tensor);
        if (stored != null) {
            return Constants.isTriangular(scope, stored);
        }
        OnnxNode node = scope.producer(tensor);
        if (node == null) {
            return false;
        }
        if (node.is("Trilu")) {
            return true;
        }
        if (COMPARISONS.contains(node.operator())) {
            return isPositions(scope, node.input(0), 24) && isPositions(scope, node.input(1), 24);
        }
        if (node.is("Gather") || node.is("GatherND")) {
            return isIn(scope, node.input(0), depth - 1);
        }
        return PASSING.contains(node.operator())
                && node.inputs().stream().anyMatch(input -> isIn(scope, input, depth - 1));
    }

    /** A range of numbers, laid along one axis or another. */
    private static boolean isPositions(Scope user, String tensor, int depth) {
        Scope scope = user.home(tensor);
        StoredTensor stored = scope.stored(tensor);
        if (stored != null) {
            return stored.size() > 1;
        }
        OnnxNode node = scope.producer(tensor);
        if (node == null || depth == 0) {
            return false;
        }
        return switch (node.operator()) {
            case "Range", "CumSum", "NonZero" -> true;
            case "Abs" -> false;
            case "Add", "Sub", "Concat" -> node.inputs().stream().anyMatch(in -> isPositions(scope, in, depth - 1));
            case "Cast",
                    "Reshape",
                    "Unsqueeze",
                    "Squeeze",
                    "Expand",
                    "Tile",
                    "Slice",
                    "Transpose",
                    "Identity",
                    "Mul" -> isPositions(scope, node.input(0), depth - 1);
            default -> false;
        };
    }
}
