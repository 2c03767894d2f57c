package io.github.attention4j.onnx.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The type of a tensor, as far as the file tells.
 *
 * @param name the tensor's name
 * @param elementType number of the element type in {@code onnx.proto}, 0 if unknown
 * @param shape the extents, outermost first; null if not even their number is known
 */
public record TensorType(String name, int elementType, @Nullable List<Extent> shape) {
    /**
     * The length of one axis.
     *
     * @param value the length, or -1 if only a run can tell
     * @param symbol the file's name for an unknown length, or empty
     */
    public record Extent(long value, String symbol) {}
}
