package io.github.attention4j.onnx.internal;

import ai.onnxruntime.OnnxTensor;
import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;

/** One output of a run, copied onto the heap, where single-precision numbers are plain floats. */
final class Output {
    private final long[] shape;
    private final ElementType type;
    private final Buffer numbers;

    private Output(long[] shape, ElementType type, Buffer numbers) {
        this.shape = shape;
        this.type = type;
        this.numbers = numbers;
    }

    /** Copies a tensor whose memory the engine owns. */
    static Output ofEngineOwned(OnnxTensor tensor) {
        ElementType type = Types.of(tensor.getInfo());
        // Both calls hand out a copy on the heap.
        Buffer copy = type == ElementType.FLOAT32 ? tensor.getFloatBuffer() : tensor.getByteBuffer();
        return new Output(tensor.getInfo().getShape(), type, copy);
    }

    /** Copies a tensor whose memory is a borrowed buffer. */
    static Output ofStaged(OnnxTensor tensor, ByteBuffer staged) {
        ElementType type = Types.of(tensor.getInfo());
        ByteBuffer source = staged.duplicate().order(ByteOrder.nativeOrder()).rewind();
        long[] shape = tensor.getInfo().getShape();
        return type == ElementType.FLOAT32
                ? of(shape, type, source)
                : of(
                        shape,
                        type,
                        ByteBuffer.allocate(source.remaining()).put(source).rewind());
    }

    /** Numbers that lie on the heap already, in native order. */
    static Output of(long[] shape, ElementType type, ByteBuffer bytes) {
        if (type == ElementType.FLOAT32) {
            float[] floats = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(floats);
            return new Output(shape, type, FloatBuffer.wrap(floats));
        }
        return new Output(shape, type, bytes);
    }

    /** One entry of the first axis, which stays; a view. */
    Output part(int index) {
        long[] partShape = shape.clone();
        int count = Math.toIntExact(shape[0]);
        partShape[0] = 1;
        int length = numbers.limit() / count;
        Buffer part = numbers instanceof FloatBuffer floats
                ? floats.slice(index * length, length)
                : ((ByteBuffer) numbers).slice(index * length, length);
        return new Output(partShape, type, part);
    }

    /**
     * The first rows and columns; empty if there is anything but nothing in the columns left out.
     *
     * @param rows how many entries of the last axis but one to keep
     * @param columns how many entries of the last axis to keep
     * @param nothing the largest number that counts as nothing
     */
    Optional<Output> cut(int rows, int columns, float nothing) {
        int allRows = extent(-2);
        int allColumns = extent(-1);
        if (rows == allRows && columns == allColumns) {
            return Optional.of(this);
        }
        FloatBuffer all = floats();
        int matrices = all.limit() / (allRows * allColumns);
        float[] kept = new float[matrices * rows * columns];
        for (int row = 0; row < matrices * rows; row++) {
            int from = (row / rows * allRows + row % rows) * allColumns;
            all.get(from, kept, row * columns, columns);
            for (int column = columns; column < allColumns; column++) {
                if (Math.abs(all.get(from + column)) > nothing) {
                    return Optional.empty();
                }
            }
        }
        long[] cutShape = shape.clone();
        cutShape[shape.length - 2] = rows;
        cutShape[shape.length - 1] = columns;
        return Optional.of(new Output(cutShape, ElementType.FLOAT32, FloatBuffer.wrap(kept)));
    }

    long[] shape() {
        return shape.clone();
    }

    boolean isEmpty() {
        return !numbers.hasRemaining();
    }

    int extent(int axisFromEnd) {
        int axis = shape.length + axisFromEnd;
        return axis < 0 ? 1 : Math.toIntExact(shape[axis]);
    }

    /** The product of the axes between the batch and the queries; a batch axis of weights counts windows, if anything. */
    int heads() {
        int heads = 1;
        for (int axis = shape.length >= 4 ? 1 : 0; axis < shape.length - 2; axis++) {
            heads *= (int) shape[axis];
        }
        return heads;
    }

    /** All numbers as floats; a view where they are floats already. */
    FloatBuffer floats() {
        return numbers instanceof FloatBuffer floats
                ? floats.duplicate()
                : FloatBuffer.wrap(toTensor().toFloatArray());
    }

    Tensor toTensor() {
        if (numbers instanceof FloatBuffer floats) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(floats.remaining() * Float.BYTES).order(ByteOrder.nativeOrder());
            bytes.asFloatBuffer().put(floats.duplicate());
            return Tensor.wrap(type, bytes, shape);
        }
        return Tensor.wrap(type, ((ByteBuffer) numbers).duplicate().order(ByteOrder.nativeOrder()), shape);
    }
}
