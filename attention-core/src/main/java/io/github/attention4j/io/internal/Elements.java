package io.github.attention4j.io.internal;

import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The elements of tensors as files keep them: little-endian. */
public final class Elements {
    private Elements() {}

    /**
     * Writes all elements.
     *
     * @param out where to
     * @param tensor the tensor
     * @throws IOException if the stream fails
     */
    public static void write(OutputStream out, Tensor tensor) throws IOException {
        ByteBuffer bytes = tensor.bytes();
        int width = tensor.type().bytes();
        boolean swap = bytes.order() == ByteOrder.BIG_ENDIAN && width > 1;
        byte[] chunk = new byte[Math.min(Math.max(bytes.remaining(), width), 1 << 16)];
        while (bytes.hasRemaining()) {
            int length = Math.min(chunk.length, bytes.remaining());
            bytes.get(chunk, 0, length);
            for (int at = 0; swap && at < length; at += width) {
                for (int i = 0; i < width / 2; i++) {
                    byte kept = chunk[at + i];
                    chunk[at + i] = chunk[at + width - 1 - i];
                    chunk[at + width - 1 - i] = kept;
                }
            }
            out.write(chunk, 0, length);
        }
    }
}
