package io.github.attention4j.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Numbers with a type and a shape, row-major. Immutable and thread-safe as long as whoever wrapped a buffer does not
 * write to it.
 */
public final class Tensor {
    private final ElementType type;
    private final long[] shape;
    private final ByteBuffer bytes;

    private Tensor(ElementType type, long[] shape, ByteBuffer bytes) {
        this.type = type;
        this.shape = shape;
        this.bytes = bytes;
    }

    /**
     * Wraps a buffer without copying it; the caller must not write to it afterwards.
     *
     * @param type the elements' type
     * @param bytes the elements from position 0 to the limit, in the order that the buffer is set to
     * @param shape the extents, outermost first; none for a single number
     * @return the tensor
     * @throws IllegalArgumentException if the shape is negative or does not fit the buffer
     */
    public static Tensor wrap(ElementType type, ByteBuffer bytes, long... shape) {
        long expected = Math.multiplyExact(elementCount(shape), type.bytes());
        if (bytes.limit() != expected) {
            throw new IllegalArgumentException(type + " " + Arrays.toString(shape) + " needs " + expected
                    + " bytes, but the buffer holds " + bytes.limit());
        }
        ByteBuffer view = bytes.duplicate().rewind().asReadOnlyBuffer().order(bytes.order());
        return new Tensor(type, shape.clone(), view);
    }

    /**
     * A copy of some floats.
     *
     * @param values the elements, row-major
     * @param shape the extents, outermost first
     * @return a {@link ElementType#FLOAT32} tensor
     * @throws IllegalArgumentException if the shape does not fit
     */
    public static Tensor ofFloats(float[] values, long... shape) {
        ByteBuffer bytes = allocate(values.length, Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return wrap(ElementType.FLOAT32, bytes, shape);
    }

    /**
     * A copy of some doubles.
     *
     * @param values the elements, row-major
     * @param shape the extents, outermost first
     * @return a {@link ElementType#FLOAT64} tensor
     * @throws IllegalArgumentException if the shape does not fit
     */
    public static Tensor ofDoubles(double[] values, long... shape) {
        ByteBuffer bytes = allocate(values.length, Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        return wrap(ElementType.FLOAT64, bytes, shape);
    }

    /**
     * A copy of some longs.
     *
     * @param values the elements, row-major
     * @param shape the extents, outermost first
     * @return an {@link ElementType#INT64} tensor
     * @throws IllegalArgumentException if the shape does not fit
     */
    public static Tensor ofLongs(long[] values, long... shape) {
        ByteBuffer bytes = allocate(values.length, Long.BYTES);
        bytes.asLongBuffer().put(values);
        return wrap(ElementType.INT64, bytes, shape);
    }

    /**
     * A copy of some ints.
     *
     * @param values the elements, row-major
     * @param shape the extents, outermost first
     * @return an {@link ElementType#INT32} tensor
     * @throws IllegalArgumentException if the shape does not fit
     */
    public static Tensor ofInts(int[] values, long... shape) {
        ByteBuffer bytes = allocate(values.length, Integer.BYTES);
        bytes.asIntBuffer().put(values);
        return wrap(ElementType.INT32, bytes, shape);
    }

    /**
     * A copy of some truth values.
     *
     * @param values the elements, row-major
     * @param shape the extents, outermost first
     * @return a {@link ElementType#BOOL} tensor
     * @throws IllegalArgumentException if the shape does not fit
     */
    public static Tensor ofBooleans(boolean[] values, long... shape) {
        ByteBuffer bytes = allocate(values.length, 1);
        for (int i = 0; i < values.length; i++) {
            bytes.put(i, (byte) (values[i] ? 1 : 0));
        }
        return wrap(ElementType.BOOL, bytes, shape);
    }

    /**
     * One entry of the first axis, which stays as an axis of length 1: one input of a batch.
     *
     * @param index zero-based
     * @return a view
     * @throws IndexOutOfBoundsException if there is no such entry, or no axis at all
     */
    public Tensor part(int index) {
        long[] partShape = shape.clone();
        int count = shape.length == 0 ? 0 : Math.toIntExact(shape[0]);
        int length = count == 0 ? 0 : bytes.limit() / count;
        int start = Objects.checkIndex(index, count) * length;
        partShape[0] = 1;
        return new Tensor(type, partShape, bytes.slice(start, length).order(bytes.order()));
    }

    /**
     * Tensors of equal shape one after another along their first axis: the inverse of {@link #part}.
     *
     * @param parts at least one tensor, all of the same type and shape
     * @return a copy
     * @throws IllegalArgumentException if there is none, or types or shapes differ
     */
    public static Tensor join(List<Tensor> parts) {
        if (parts.isEmpty() || parts.get(0).shape.length == 0) {
            throw new IllegalArgumentException("Only tensors with at least one axis can be joined");
        }
        Tensor first = parts.get(0);
        ByteBuffer joined = allocate(Math.multiplyExact(parts.size(), first.bytes.limit()), 1)
                .order(first.bytes.order());
        for (Tensor part : parts) {
            boolean alike = part.type == first.type
                    && Arrays.equals(part.shape, first.shape)
                    && part.bytes.order() == first.bytes.order();
            if (!alike) {
                throw new IllegalArgumentException("Cannot join " + first + " and " + part);
            }
            joined.put(part.bytes());
        }
        long[] shape = first.shape.clone();
        shape[0] *= parts.size();
        return wrap(first.type, joined.rewind(), shape);
    }

    /**
     * The number of elements that a shape holds.
     *
     * @param shape the extents
     * @return their product, 1 for no extents
     * @throws IllegalArgumentException if an extent is negative
     * @throws ArithmeticException if the product does not fit a long
     */
    public static long elementCount(long... shape) {
        long count = 1;
        for (long extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("Not a shape: " + Arrays.toString(shape));
            }
            count = Math.multiplyExact(count, extent);
        }
        return count;
    }

    /**
     * The elements' type.
     *
     * @return the type
     */
    public ElementType type() {
        return type;
    }

    /**
     * The extents, outermost first.
     *
     * @return a copy; empty for a single number
     */
    public long[] shape() {
        return shape.clone();
    }

    /**
     * The number of elements.
     *
     * @return the product of the extents
     */
    public int size() {
        return bytes.limit() / type.bytes();
    }

    /**
     * The elements' bytes.
     *
     * @return a read-only view, position 0, set to the byte order of the elements
     */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(bytes.order());
    }

    /**
     * The elements as floats without copying.
     *
     * @return a read-only view, position 0
     * @throws IllegalStateException unless the type is {@link ElementType#FLOAT32}
     */
    public FloatBuffer floats() {
        if (type != ElementType.FLOAT32) {
            throw new IllegalStateException(
                    "A view of floats needs FLOAT32 elements, not " + type + "; toFloatArray() converts");
        }
        return bytes().asFloatBuffer();
    }

    /**
     * The elements as floats, converted where the type is another one.
     *
     * @return a new array; exact for all types but FLOAT64, INT64 and INT32, which round to the nearest float
     */
    public float[] toFloatArray() {
        float[] values = new float[size()];
        switch (type) {
            case FLOAT32 -> floats().get(values);
            case FLOAT64 -> fill(values, i -> (float) bytes.getDouble(i * 8));
            case FLOAT16 -> fill(values, i -> HalfPrecision.toFloat(bytes.getShort(i * 2)));
            case BFLOAT16 -> fill(values, i -> Float.intBitsToFloat(bytes.getShort(i * 2) << 16));
            default -> fill(values, i -> (float) integer(i));
        }
        return values;
    }

    /**
     * The elements as longs.
     *
     * @return a new array; 0 and 1 for truth values
     * @throws IllegalStateException if the elements are floating-point numbers
     */
    public long[] toLongArray() {
        if (type.isFloat()) {
            throw new IllegalStateException("Elements of type " + type + " are not integers");
        }
        long[] values = new long[size()];
        Arrays.setAll(values, this::integer);
        return values;
    }

    private long integer(int index) {
        return switch (type) {
            case INT64 -> bytes.getLong(index * 8);
            case INT32 -> bytes.getInt(index * 4);
            case UINT8 -> bytes.get(index) & 0xff;
            case BOOL -> bytes.get(index) == 0 ? 0 : 1;
            default -> bytes.get(index);
        };
    }

    private interface FloatAt {
        float get(int index);
    }

    private static void fill(float[] values, FloatAt source) {
        for (int i = 0; i < values.length; i++) {
            values[i] = source.get(i);
        }
    }

    private static ByteBuffer allocate(int elements, int bytesPerElement) {
        return ByteBuffer.allocate(Math.multiplyExact(elements, bytesPerElement))
                .order(ByteOrder.nativeOrder());
    }

    @Override
    public String toString() {
        return type + Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
