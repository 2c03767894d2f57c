package io.github.attention4j.onnx.graph.wire;

import io.github.attention4j.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * Steps through the fields of one protobuf message without copying it. Not thread-safe; readers of the same bytes are
 * independent.
 *
 * <p>Usage: {@code while (reader.next()) switch (reader.field()) …}; a field whose value is not asked for is skipped.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers: Encoding</a>
 */
public final class WireReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteBuffer bytes;
    private final int end;
    private int position;
    private int fieldStart;
    private int field;
    private int wireType;
    private int valueStart;
    private int valueEnd;

    /**
     * A reader of the message that fills a range.
     *
     * @param bytes the whole file; only absolute access is used
     * @param range where the message lies
     */
    public WireReader(ByteBuffer bytes, ByteRange range) {
        this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.position = range.start();
        this.end = range.end();
    }

    /**
     * Moves to the next field.
     *
     * @return false at the end of the message
     * @throws ModelFormatException if the bytes are not a field, or the field reaches past the message
     */
    public boolean next() {
        if (position >= end) {
            return false;
        }
        fieldStart = position;
        long key = readVarint();
        field = (int) (key >>> 3);
        wireType = (int) (key & 7);
        if (key >>> 32 != 0 || field == 0) {
            throw malformed("a field key");
        }
        switch (wireType) {
            case VARINT -> {
                valueStart = position;
                readVarint();
            }
            case FIXED64 -> valueStart = advance(Long.BYTES);
            case FIXED32 -> valueStart = advance(Integer.BYTES);
            case LENGTH_DELIMITED -> {
                long length = readVarint();
                valueStart = advance(length);
            }
            default -> throw malformed("a wire type of protobuf");
        }
        valueEnd = position;
        return true;
    }

    /**
     * The current field's number.
     *
     * @return as in {@code onnx.proto}
     */
    public int field() {
        return field;
    }

    /**
     * The current field with its key and length.
     *
     * @return what to copy to keep the field as it is
     */
    public ByteRange fieldRange() {
        return new ByteRange(fieldStart, position);
    }

    /**
     * Whether the current field is a nested message, string or packed list.
     *
     * @return true if {@link #range()} will answer
     */
    public boolean isLengthDelimited() {
        return wireType == LENGTH_DELIMITED;
    }

    /**
     * The current field's value.
     *
     * @return the bytes of a nested message, string or packed list
     */
    public ByteRange range() {
        require(LENGTH_DELIMITED, "a length-delimited value");
        return new ByteRange(valueStart, valueEnd);
    }

    /**
     * A reader of the nested message.
     *
     * @return an independent reader
     */
    public WireReader message() {
        return new WireReader(bytes, range());
    }

    /**
     * The current field as text.
     *
     * @return decoded as UTF-8
     */
    public String string() {
        require(LENGTH_DELIMITED, "a string");
        byte[] copy = new byte[valueEnd - valueStart];
        bytes.get(valueStart, copy);
        return new String(copy, StandardCharsets.UTF_8);
    }

    /**
     * The current field as a whole number.
     *
     * @return the varint
     */
    public long varint() {
        require(VARINT, "a varint");
        return varintAt(valueStart);
    }

    /**
     * The current field as a single-precision number.
     *
     * @return the float
     */
    public float float32() {
        require(FIXED32, "a float");
        return bytes.getFloat(valueStart);
    }

    /**
     * Gives each whole number of a repeated field, packed or not.
     *
     * @param target takes the numbers in order
     */
    public void varints(LongConsumer target) {
        if (wireType == VARINT) {
            target.accept(varintAt(valueStart));
            return;
        }
        require(LENGTH_DELIMITED, "packed varints");
        int resume = position;
        position = valueStart;
        int last = valueEnd;
        while (position < last) {
            target.accept(readVarint());
        }
        position = resume;
    }

    private long varintAt(int start) {
        int resume = position;
        position = start;
        long value = readVarint();
        position = resume;
        return value;
    }

    private long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= end) {
                throw malformed("the end of a varint");
            }
            byte next = bytes.get(position++);
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a varint of at most 10 bytes");
    }

    private int advance(long length) {
        if (length < 0 || length > end - position) {
            throw malformed(Long.toUnsignedString(length) + " more bytes");
        }
        int start = position;
        position += (int) length;
        return start;
    }

    private void require(int expected, String what) {
        if (wireType != expected) {
            throw malformed(what);
        }
    }

    private ModelFormatException malformed(String expected) {
        return new ModelFormatException("Not a well-formed ONNX file: expected " + expected + " at byte " + fieldStart
                + " in a message that ends at byte " + end + "; the file may be cut short or of another format");
    }
}
