package io.github.attention4j.onnx.graph.rewrite;

import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.wire.WireWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A small stored tensor to add to a graph. Immutable. */
public final class NewTensor {
    private final String name;
    private final int elementType;
    private final long[] shape;
    private final byte[] data;

    private NewTensor(String name, int elementType, long[] shape, byte[] data) {
        this.name = name;
        this.elementType = elementType;
        this.shape = shape;
        this.data = data;
    }

    /**
     * Whole numbers.
     *
     * @param name the tensor's name
     * @param values the numbers
     * @return a tensor of one axis
     */
    public static NewTensor ofLongs(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return new NewTensor(name, StoredTensor.INT64, new long[] {values.length}, bytes.array());
    }

    /**
     * A whole number without axes.
     *
     * @param name the tensor's name
     * @param value the number
     * @return the tensor
     */
    public static NewTensor ofLong(String name, long value) {
        return new NewTensor(name, StoredTensor.INT64, new long[0], ofLongs(name, value).data);
    }

    /**
     * A single-precision number without axes.
     *
     * @param name the tensor's name
     * @param value the number
     * @return the tensor
     */
    public static NewTensor ofFloat(String name, float value) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(0, value);
        return new NewTensor(name, StoredTensor.FLOAT, new long[0], bytes.array());
    }

    /**
     * Four axes, none of any length.
     *
     * @param name the tensor's name
     * @return a tensor of single precision without elements
     */
    public static NewTensor emptyFloats(String name) {
        return new NewTensor(name, StoredTensor.FLOAT, new long[4], new byte[0]);
    }

    void writeTo(WireWriter out) {
        for (long extent : shape) {
            out.varint(1, extent);
        }
        out.varint(2, elementType).string(8, name).bytes(9, data);
    }
}
