package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which axes of a tensor of scores or weights count queries and keys, counted from the end: -1 is the last. Counting
 * from the end survives the broadcasting of leading axes.
 *
 * @param query the axis of the tokens that look
 * @param key the axis of the tokens looked at
 */
public record Axes(int query, int key) {
    /** As in {@code [..., queries, keys]}. */
    static final Axes LAST_TWO = new Axes(-2, -1);

    Axes swapped() {
        return new Axes(key, query);
    }

    /**
     * Whether the axes are as in {@code [..., queries, keys]}.
     *
     * @return true if so
     */
    public boolean areLastTwo() {
        return query == -2 && key == -1;
    }

    /** The axes behind a node that takes a tensor with these axes, or null if they cannot be followed. */
    @Nullable
    Axes after(OnnxNode node) {
        return switch (node.operator()) {
            case "Transpose" -> transposed(node.integers("perm"));
                // Folding and unfolding of batch and heads leaves the last two axes alone; anything else is lost track
                // of.
            case "Reshape", "Squeeze", "Unsqueeze", "Expand" -> Math.min(query, key) == -2 ? this : null;
            default -> this;
        };
    }

    private @Nullable Axes transposed(List<Long> permutation) {
        int rank = permutation.size();
        int newQuery = permutation.indexOf((long) (rank + query));
        int newKey = permutation.indexOf((long) (rank + key));
        return newQuery < 0 || newKey < 0 ? null : new Axes(newQuery - rank, newKey - rank);
    }
}
