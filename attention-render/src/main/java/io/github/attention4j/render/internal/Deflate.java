package io.github.attention4j.render.internal;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/** Raw deflate data, made piece by piece. Not thread-safe; to be closed. */
public final class Deflate implements AutoCloseable {
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final ByteArrayOutputStream out;
    private final byte[] buffer = new byte[1 << 14];

    /**
     * Begins.
     *
     * @param expectedSize about how many bytes will come out
     * @param repetitive whether the same bytes come again and again; otherwise no search for repetitions is made,
     *     which is faster and, for weights that are not mostly zero, gives less data
     */
    public Deflate(int expectedSize, boolean repetitive) {
        deflater.setStrategy(repetitive ? Deflater.DEFAULT_STRATEGY : Deflater.HUFFMAN_ONLY);
        this.out = new ByteArrayOutputStream(expectedSize);
    }

    /**
     * Adds bytes.
     *
     * @param bytes where they are
     * @param length how many from the first
     */
    public void add(byte[] bytes, int length) {
        deflater.setInput(bytes, 0, length);
        while (!deflater.needsInput()) {
            drain();
        }
    }

    /**
     * Ends the data.
     *
     * @return all of them
     */
    public byte[] finish() {
        deflater.finish();
        while (!deflater.finished()) {
            drain();
        }
        return out.toByteArray();
    }

    private void drain() {
        out.write(buffer, 0, deflater.deflate(buffer));
    }

    @Override
    public void close() {
        deflater.end();
    }
}
