package io.github.attention4j.io.internal;

import io.github.attention4j.AttentionBlock;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;

/** Writes the rows of blocks to their places in the arrays of a file. Not thread-safe. */
public final class BlockWriter {
    private static final int CHUNK_FLOATS = 1 << 18;

    private final FileChannel channel;
    private final RowFile file;
    private final Map<String, Long> places = new HashMap<>();
    private final ByteBuffer chunk =
            ByteBuffer.allocateDirect(CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * A writer.
     *
     * @param channel the file's channel
     * @param file the file
     */
    public BlockWriter(FileChannel channel, RowFile file) {
        this.channel = channel;
        this.file = file;
    }

    /**
     * Writes one block.
     *
     * @param block the block
     * @throws IOException if the disk says no
     */
    public void write(AttentionBlock block) throws IOException {
        for (AttentionStack stack : block.attention().stacks()) {
            for (AttentionLayer layer : stack.stream().toList()) {
                write(block, stack.kind().label() + "_" + layer.number(), layer);
            }
        }
    }

    private void write(AttentionBlock block, String name, AttentionLayer layer) throws IOException {
        int heads = layer.heads().size();
        int keys = layer.keyTokens().size();
        Long place = places.get(name);
        if (place == null) {
            place = file.allocate(name, layer.windowCount(), heads, block.layerRows(), keys);
            places.put(name, place);
        }
        FloatBuffer weights = layer.weights();
        int perHead = block.rowCount() * keys;
        for (int head = 0; head < layer.windowCount() * heads; head++) {
            long row = (long) head * block.layerRows() + block.firstRow();
            write(weights.slice(head * perHead, perHead), place + row * keys * Float.BYTES);
        }
    }

    private void write(FloatBuffer numbers, long position) throws IOException {
        long at = position;
        for (int from = 0; from < numbers.limit(); from += CHUNK_FLOATS) {
            int length = Math.min(CHUNK_FLOATS, numbers.limit() - from);
            chunk.clear();
            chunk.asFloatBuffer().put(numbers.slice(from, length));
            chunk.limit(length * Float.BYTES);
            while (chunk.hasRemaining()) {
                at += channel.write(chunk, at);
            }
        }
    }
}
