package io.github.attention4j.onnx.graph.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes one protobuf message into memory. Not thread-safe. */
public final class WireWriter {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final Buffer out = new Buffer();

    /** An empty message. */
    public WireWriter() {}

    /**
     * What was written so far.
     *
     * @return a copy
     */
    public byte[] toByteArray() {
        return out.toByteArray();
    }

    /**
     * Copies fields as they are.
     *
     * @param source the file
     * @param range whole fields with their keys
     * @return this writer
     */
    public WireWriter copy(ByteBuffer source, ByteRange range) {
        byte[] chunk = new byte[Math.min(range.length(), 1 << 16)];
        for (int at = range.start(); at < range.end(); ) {
            int length = Math.min(chunk.length, range.end() - at);
            source.get(at, chunk, 0, length);
            out.write(chunk, 0, length);
            at += length;
        }
        return this;
    }

    /**
     * Writes a whole number.
     *
     * @param field the field's number
     * @param value the number
     * @return this writer
     */
    public WireWriter varint(int field, long value) {
        writeVarint(((long) field << 3) | VARINT);
        writeVarint(value);
        return this;
    }

    /**
     * Writes a single-precision number.
     *
     * @param field the field's number
     * @param value the number
     * @return this writer
     */
    public WireWriter float32(int field, float value) {
        writeVarint(((long) field << 3) | FIXED32);
        int bits = Float.floatToRawIntBits(value);
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(bits >>> shift);
        }
        return this;
    }

    /**
     * Writes text.
     *
     * @param field the field's number
     * @param value the text
     * @return this writer
     */
    public WireWriter string(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes bytes.
     *
     * @param field the field's number
     * @param value the bytes
     * @return this writer
     */
    public WireWriter bytes(int field, byte[] value) {
        writeVarint(((long) field << 3) | LENGTH_DELIMITED);
        writeVarint(value.length);
        out.writeBytes(value);
        return this;
    }

    /**
     * Writes a nested message.
     *
     * @param field the field's number
     * @param content writes the nested message's fields
     * @return this writer
     */
    public WireWriter message(int field, Consumer<WireWriter> content) {
        WireWriter nested = new WireWriter();
        content.accept(nested);
        writeVarint(((long) field << 3) | LENGTH_DELIMITED);
        writeVarint(nested.out.size());
        nested.out.appendTo(out);
        return this;
    }

    private void writeVarint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** A buffer that gives its bytes to another one without an array in between. */
    private static final class Buffer extends ByteArrayOutputStream {
        void appendTo(Buffer other) {
            other.write(buf, 0, count);
        }
    }
}
