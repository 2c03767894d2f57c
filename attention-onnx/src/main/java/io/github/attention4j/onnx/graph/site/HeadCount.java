package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.AttentionSite;
import io.github.attention4j.onnx.graph.OnnxNode;
import java.util.ArrayList;
import java.util.List;

/** The number of heads, read off the Reshape that splits a projection into them, where the file fixes it. */
final class HeadCount {
    private static final int FARTHEST = 32;

    private HeadCount() {}

    /** The number of heads of query vectors {@code [..., heads, tokens, dimension]}, or unknown. */
    static int of(Scope scope, Factor queries) {
        if (queries.layout() != null && queries.layout().size() >= 3) {
            List<Long> layout = queries.layout();
            int rank = layout.size();
            return along(scope, queries.tensor(), layout.get(rank - 3).intValue() - rank, FARTHEST);
        }
        return along(scope, queries.tensor(), -3, FARTHEST);
    }

    private static int along(Scope user, String tensor, int axis, int depth) {
        Scope scope = user.home(tensor);
        OnnxNode node = scope.producer(tensor);
        // A damaged permutation may lead to an axis that is none.
        if (node == null || depth == 0 || axis >= 0) {
            return AttentionSite.UNKNOWN;
        }
        return switch (node.operator()) {
            case "Reshape" -> reshaped(scope, node, axis, depth);
            case "Transpose" -> {
                List<Long> permutation = node.integers("perm");
                int from = permutation.size() + axis;
                yield from < 0 || permutation.isEmpty()
                        ? AttentionSite.UNKNOWN
                        : along(scope, node.input(0), permutation.get(from).intValue() - permutation.size(), depth - 1);
            }
            case "Mul",
                    "Div",
                    "Add",
                    "Cast",
                    "Identity",
                    "DequantizeLinear",
                    "QuantizeLinear",
                    "Slice",
                    "Split" -> along(scope, node.input(0), axis, depth - 1);
            case "Concat" -> along(scope, node.input(node.inputs().size() - 1), axis, depth - 1);
            default -> AttentionSite.UNKNOWN;
        };
    }

    private static int reshaped(Scope scope, OnnxNode node, int axis, int depth) {
        List<Long> shape = shape(scope, node.input(1));
        int position = shape.size() + axis;
        if (position < 0) {
            return AttentionSite.UNKNOWN;
        }
        boolean unfolded = shape.size() >= 4;
        if (unfolded && shape.get(position) > 0) {
            return shape.get(position).intValue();
        }
        // Heads folded into the batch: the axes before folding ended in the same two.
        return unfolded || axis != -3 ? AttentionSite.UNKNOWN : along(scope, node.input(0), axis, depth - 1);
    }

    /** A shape as far as it is stored: -1 where an extent is computed. */
    private static List<Long> shape(Scope user, String name) {
        List<Long> stored = Constants.integers(user, name);
        if (!stored.isEmpty()) {
            return stored;
        }
        Scope scope = user.home(name);
        OnnxNode node = scope.producer(name);
        List<Long> parts = new ArrayList<>();
        if (node != null && node.is("Concat")) {
            for (String part : node.inputs()) {
                List<Long> extent = extent(scope, part);
                parts.addAll(extent);
            }
        }
        return parts;
    }

    private static List<Long> extent(Scope scope, String part) {
        List<Long> stored = Constants.integers(scope, part);
        if (stored.isEmpty()) {
            OnnxNode node = scope.home(part).producer(part);
            stored = node != null && node.is("Unsqueeze") ? Constants.integers(scope, node.input(0)) : stored;
        }
        return stored.isEmpty() ? List.of(-1L) : stored;
    }
}
