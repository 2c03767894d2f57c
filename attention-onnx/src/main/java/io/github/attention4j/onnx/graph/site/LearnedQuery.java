package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Queries that are stored weights: many of them are latent tokens (Perceiver), a single one is a pooling. */
final class LearnedQuery {
    private static final int FARTHEST = 24;
    private static final Set<String> PASSING = Set.of(
            "Reshape",
            "Transpose",
            "Expand",
            "Unsqueeze",
            "Squeeze",
            "Tile",
            "Identity",
            "Cast",
            "Mul",
            "Div",
            "Add",
            "Sub",
            "MatMul",
            "Gemm",
            "Split",
            "LayerNormalization",
            "Sqrt",
            "Pow",
            "ReduceMean");

    private LearnedQuery() {}

    /** Whether the stored tensor behind the queries has but one row. */
    static boolean isSingle(Scope scope, String queries) {
        StoredTensor learned = behind(scope, queries, FARTHEST);
        if (learned == null) {
            return true;
        }
        long longest = 1;
        // All axes but the last count tokens, heads or a batch of one.
        for (int axis = 0; axis < learned.shape().size() - 1; axis++) {
            longest = Math.max(longest, learned.shape().get(axis));
        }
        return longest == 1;
    }

    private static @Nullable StoredTensor behind(Scope scope, String tensor, int depth) {
        StoredTensor stored = scope.stored(tensor);
        OnnxNode node = scope.producer(tensor);
        if (stored != null || node == null || depth == 0 || !PASSING.contains(node.operator())) {
            return stored;
        }
        return behind(scope, node.input(0), depth - 1);
    }
}
