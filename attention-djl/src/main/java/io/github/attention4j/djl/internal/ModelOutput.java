package io.github.attention4j.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One of a model's outputs, whose numbers are read when they are needed. Not thread-safe. */
public final class ModelOutput {
    private final int position;
    private final @Nullable String name;
    private final long[] shape;
    private final @Nullable Supplier<FloatBuffer> numbers;
    private final Supplier<long[]> integers;
    private @Nullable FloatBuffer floats;

    private ModelOutput(
            int position,
            @Nullable String name,
            long[] shape,
            @Nullable Supplier<FloatBuffer> numbers,
            Supplier<long[]> integers) {
        this.integers = integers;
        this.position = position;
        this.name = name;
        this.shape = shape;
        this.numbers = numbers;
    }

    /**
     * An output of floats.
     *
     * @param position its place among the outputs
     * @param name its name, or null
     * @param values its numbers
     * @param shape its extents
     * @return the output
     */
    public static ModelOutput of(int position, @Nullable String name, float[] values, long... shape) {
        return new ModelOutput(position, name, shape.clone(), () -> FloatBuffer.wrap(values), () -> new long[0]);
    }

    static ModelOutput of(int position, NDArray array) {
        Supplier<FloatBuffer> numbers = array.getDataType().isFloating() ? () -> read(array) : null;
        return new ModelOutput(position, array.getName(), array.getShape().getShape(), numbers, array::toLongArray);
    }

    /** Straight out of the engine's memory where the engine allows that. */
    private static FloatBuffer read(NDArray array) {
        ByteBuffer bytes = array.toByteBuffer(true).order(ByteOrder.nativeOrder());
        if (array.getDataType() == DataType.FLOAT32) {
            return bytes.asFloatBuffer();
        }
        ElementType type =
                switch (array.getDataType()) {
                    case FLOAT64 -> ElementType.FLOAT64;
                    case FLOAT16 -> ElementType.FLOAT16;
                    case BFLOAT16 -> ElementType.BFLOAT16;
                    default -> throw new IllegalStateException("Not a type of numbers: " + array.getDataType());
                };
        return FloatBuffer.wrap(
                Tensor.wrap(type, bytes, array.getShape().getShape()).toFloatArray());
    }

    /**
     * Its place among the outputs.
     *
     * @return zero-based
     */
    public int position() {
        return position;
    }

    /**
     * Its name.
     *
     * @return the name, or null if the engine gives none
     */
    public @Nullable String name() {
        return name;
    }

    /**
     * What messages call it.
     *
     * @return the name, or {@code output} and the position
     */
    public String label() {
        return name == null ? "output " + position : name;
    }

    /**
     * The number of its axes.
     *
     * @return 0 for a single number
     */
    public int rank() {
        return shape.length;
    }

    /**
     * One extent.
     *
     * @param axis from 0, or from -1 backwards
     * @return the extent
     */
    public int extent(int axis) {
        return Math.toIntExact(shape[axis < 0 ? shape.length + axis : axis]);
    }

    /**
     * All extents.
     *
     * @return a copy
     */
    public long[] shape() {
        return shape.clone();
    }

    /** How many numbers there are. */
    long size() {
        return Tensor.elementCount(shape);
    }

    /**
     * Whether it holds floating-point numbers.
     *
     * @return true if {@link #floats} will answer
     */
    public boolean isFloat() {
        return numbers != null;
    }

    /**
     * The numbers.
     *
     * @return all of them from position 0; valid as long as the engine's array is open, not to be written to
     * @throws IllegalStateException if it holds no floating-point numbers
     */
    public FloatBuffer floats() {
        if (floats == null) {
            if (numbers == null) {
                throw new IllegalStateException(label() + " holds no floating-point numbers");
            }
            floats = numbers.get();
        }
        return floats.duplicate();
    }

    /** The numbers of an output of 64-bit integers. */
    long[] integers() {
        return integers.get();
    }

    @Override
    public String toString() {
        return label() + " " + Arrays.toString(shape);
    }
}
