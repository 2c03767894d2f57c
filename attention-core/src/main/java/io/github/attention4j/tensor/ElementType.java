package io.github.attention4j.tensor;

/** The type of a tensor's elements. */
public enum ElementType {
    /** IEEE 754 single precision. */
    FLOAT32(4),
    /** IEEE 754 double precision. */
    FLOAT64(8),
    /** IEEE 754 half precision. */
    FLOAT16(2),
    /** The upper half of a single: 8 exponent bits, 7 mantissa bits. */
    BFLOAT16(2),
    /** Signed 64 bits. */
    INT64(8),
    /** Signed 32 bits. */
    INT32(4),
    /** Signed 8 bits. */
    INT8(1),
    /** Unsigned 8 bits. */
    UINT8(1),
    /** One byte, 0 or 1. */
    BOOL(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /**
     * The size of one element.
     *
     * @return bytes per element
     */
    public int bytes() {
        return bytes;
    }

    /**
     * Whether elements are floating-point numbers.
     *
     * @return true for the four float types
     */
    public boolean isFloat() {
        return this == FLOAT32 || this == FLOAT64 || this == FLOAT16 || this == BFLOAT16;
    }
}
