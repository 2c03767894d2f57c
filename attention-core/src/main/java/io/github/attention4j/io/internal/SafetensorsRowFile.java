package io.github.attention4j.io.internal;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** A safetensors file; room for its header is kept at the beginning, as the header tells where arrays lie. */
public final class SafetensorsRowFile implements RowFile {
    private static final int BYTES_PER_ARRAY = 192;
    private static final int ALIGNMENT = 64;

    private final FileChannel channel;
    private final SafetensorsHeader header = new SafetensorsHeader();
    private final int room;
    private long end;

    /**
     * A file that is being written.
     *
     * @param channel empty, open for writing; not closed
     * @param arrays the most arrays that it will have
     */
    public SafetensorsRowFile(FileChannel channel, int arrays) {
        this.channel = channel;
        int wanted = Long.BYTES + BYTES_PER_ARRAY * (arrays + 1);
        this.room = (wanted + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    @Override
    public long allocate(String name, long... shape) {
        long start = end;
        end += Math.multiplyExact(Tensor.elementCount(shape), Float.BYTES);
        header.add(name, ElementType.FLOAT32, shape, start, end);
        return room + start;
    }

    @Override
    public void finish() throws IOException {
        byte[] json = header.bytes();
        if (json.length > room - Long.BYTES) {
            throw new AttentionFileException("More arrays than foreseen: their header needs " + json.length + " bytes");
        }
        byte[] padded = Arrays.copyOf(json, room - Long.BYTES);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        ByteBuffer all = ByteBuffer.allocate(room).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(padded.length).put(padded).flip();
        long at = 0;
        while (all.hasRemaining()) {
            at += channel.write(all, at);
        }
        if (channel.size() < room + end) {
            channel.write(ByteBuffer.wrap(new byte[1]), room + end - 1);
        }
    }
}
