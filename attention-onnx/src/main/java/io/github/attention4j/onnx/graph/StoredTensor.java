package io.github.attention4j.onnx.graph;

import io.github.attention4j.onnx.graph.wire.ByteRange;
import io.github.attention4j.onnx.graph.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored tensor: where its numbers lie, not the numbers.
 *
 * @param name the tensor's name
 * @param elementType number of the element type in {@code onnx.proto}
 * @param shape the extents, outermost first
 * @param data where little-endian numbers lie back to back in the file; null if they are kept another way
 * @param integers whole numbers that the file keeps as a list of varints; empty if kept another way, or if there are
 *     more than a shape or an index would have
 * @param external whether the numbers are in another file
 * @param range where the tensor's message lies in the file
 */
public record StoredTensor(
        String name,
        int elementType,
        List<Long> shape,
        @Nullable ByteRange data,
        List<Long> integers,
        boolean external,
        ByteRange range) {
    private static final int LONGEST_LIST = 256;

    /** Element type of IEEE 754 single precision. */
    public static final int FLOAT = 1;

    /** Number of the element type in {@code onnx.proto}. */
    public static final int UINT8 = 2;

    /** Element type of signed 64-bit numbers. */
    public static final int INT64 = 7;

    /** Element type of IEEE 754 half precision. */
    public static final int FLOAT16 = 10;

    /** Element type of IEEE 754 double precision. */
    public static final int DOUBLE = 11;

    /** Element type of the upper half of a single. */
    public static final int BFLOAT16 = 16;

    /**
     * The number of elements.
     *
     * @return the product of the extents; 1 for a single number; -1 if it does not fit a long
     */
    public long size() {
        try {
            long size = 1;
            for (long extent : shape) {
                size = Math.multiplyExact(size, extent);
            }
            return size;
        } catch (ArithmeticException e) {
            return -1;
        }
    }

    /** The same tensor under another name. */
    StoredTensor named(String other) {
        return new StoredTensor(other, elementType, shape, data, integers, external, range);
    }

    /**
     * Reads a {@code TensorProto} without its numbers.
     *
     * @param reader at the start of the message
     * @param range where the message lies in the file
     * @return the tensor
     */
    public static StoredTensor read(WireReader reader, ByteRange range) {
        String name = "";
        int elementType = 0;
        List<Long> shape = new ArrayList<>(4);
        ByteRange data = null;
        List<Long> integers = new ArrayList<>(0);
        boolean external = false;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> reader.varints(shape::add);
                case 2 -> elementType = (int) reader.varint();
                case 4, 10 -> data = reader.isLengthDelimited() ? reader.range() : null;
                case 5, 7 -> reader.varints(value -> {
                    if (integers.size() <= LONGEST_LIST) {
                        integers.add(value);
                    }
                });
                case 8 -> name = reader.string();
                case 9 -> data = reader.range();
                case 14 -> external = reader.varint() == 1;
                default -> {}
            }
        }
        return new StoredTensor(
                name, elementType, shape, data, integers.size() > LONGEST_LIST ? List.of() : integers, external, range);
    }
}
