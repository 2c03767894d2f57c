package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxGraph;
import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many axes a tensor has, as far as the graph tells without running. */
final class Ranks {
    /** Far enough to meet a Transpose or Reshape, near enough to be instant on any graph. */
    private static final int DEEPEST_LOOK = 24;

    static final int UNKNOWN = -1;

    private Ranks() {}

    static int of(Scope scope, String tensor) {
        return of(scope, tensor, DEEPEST_LOOK);
    }

    private static int of(Scope user, String tensor, int depth) {
        if (depth == 0 || tensor.isEmpty()) {
            return UNKNOWN;
        }
        Scope scope = user.home(tensor);
        int declared = declared(scope.graph(), tensor);
        if (declared != UNKNOWN) {
            return declared;
        }
        OnnxNode node = scope.producer(tensor);
        return node == null ? UNKNOWN : produced(scope, node, depth - 1);
    }

    private static int declared(OnnxGraph graph, String tensor) {
        StoredTensor stored = graph.initializers().get(tensor);
        if (stored != null) {
            return stored.shape().size();
        }
        TensorType value = graph.values().get(tensor);
        if (value != null && value.shape() != null) {
            return value.shape().size();
        }
        return shapeOf(graph.inputs(), tensor);
    }

    private static int shapeOf(List<TensorType> values, String tensor) {
        for (TensorType value : values) {
            if (value.name().equals(tensor) && value.shape() != null) {
                return value.shape().size();
            }
        }
        return UNKNOWN;
    }

    private static int produced(Scope scope, OnnxNode node, int depth) {
        return switch (node.operator()) {
            case "Transpose" -> {
                int permuted = node.integers("perm").size();
                yield permuted > 0 ? permuted : of(scope, node.input(0), depth);
            }
            case "Reshape" -> lengthOfShape(scope, node.input(1));
            case "MatMul", "FusedMatMul", "MatMulInteger", "Add", "Sub", "Mul", "Div", "Max", "Min" -> larger(
                    of(scope, node.input(0), depth), of(scope, node.input(1), depth));
            case "Where" -> larger(of(scope, node.input(1), depth), of(scope, node.input(2), depth));
            case "Einsum" -> {
                String equation = node.text("equation").replace(" ", "");
                int arrow = equation.indexOf("->");
                yield arrow < 0 || equation.contains(".") ? UNKNOWN : equation.length() - arrow - 2;
            }
            case "Cast", "Identity", "Dropout", "Softmax", "Clip", "Tanh", "Neg", "Split", "Slice", "Exp" -> of(
                    scope, node.input(0), depth);
            case "Gemm" -> 2;
            case "Constant" -> {
                StoredTensor constant = node.constant();
                yield constant == null ? UNKNOWN : constant.shape().size();
            }
            default -> UNKNOWN;
        };
    }

    /** The number of axes that a shape tensor asks for: its own length. */
    private static int lengthOfShape(Scope user, String shape) {
        @Nullable StoredTensor stored = user.stored(shape);
        if (stored != null) {
            return (int) stored.size();
        }
        OnnxNode node = user.home(shape).producer(shape);
        // Exporters glue shapes together from single extents.
        return node != null && node.is("Concat") ? node.inputs().size() : UNKNOWN;
    }

    private static int larger(int first, int second) {
        return first == UNKNOWN || second == UNKNOWN ? UNKNOWN : Math.max(first, second);
    }
}
