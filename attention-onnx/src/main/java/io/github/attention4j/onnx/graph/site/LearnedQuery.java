package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import java.util.Set;

/** Queries that are stored weights: many of them are latent tokens (Perceiver), a single one is a pooling. */
final class LearnedQuery {
    private static final int FARTHEST = 16;
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
        return rows(scope, queries, FARTHEST) <= 1;
    }

    /** The longest second-last axis of the stored tensors behind a name: that axis counts tokens. */
    private static long rows(Scope scope, String tensor, int depth) {
        StoredTensor stored = scope.stored(tensor);
        if (stored != null) {
            int rank = stored.shape().size();
            return rank < 2 ? 1 : stored.shape().get(rank - 2);
        }
        OnnxNode node = scope.producer(tensor);
        if (node == null || depth == 0 || !PASSING.contains(node.operator())) {
            return 1;
        }
        // Behind a product with stored weights, the second factor is those weights.
        int factors =
                Operators.ELEMENT_WISE.contains(node.operator()) ? node.inputs().size() : 1;
        long longest = 1;
        for (int position = 0; position < factors; position++) {
            longest = Math.max(longest, rows(scope, node.input(position), depth - 1));
        }
        return longest;
    }
}
