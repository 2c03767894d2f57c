package io.github.attention4j.io.internal;

import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * An npz file without compression, of any size (zip64): arrays begin at multiples of 64, so that they can be mapped;
 * checksums are taken at the end, when all rows are in place.
 */
public final class NpzRowFile implements RowFile {
    private static final String ENDING = ".npy";
    private static final short VERSION = 45;
    private static final short UTF_8 = 0x0800;
    private static final short FIRST_OF_1980 = 0x21;
    private static final short LARGE = 1;
    private static final short ALIGNMENT_FIELD = (short) 0xd935;
    private static final int ALIGNMENT = 64;
    private static final int LOCAL_LENGTH = 30;
    private static final int LOCAL_EXTRA = 20;
    private static final int CHECKSUM_AT = 14;
    private static final int CHUNK = 1 << 20;

    private final FileChannel channel;
    private final List<Entry> entries = new ArrayList<>();
    private long end;

    private record Entry(String name, long header, long start, long length) {}

    /**
     * A file that is being written.
     *
     * @param channel empty, open for reading and writing; not closed
     */
    public NpzRowFile(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public long allocate(String name, long... shape) throws IOException {
        byte[] npy = NpyHeader.bytes(ElementType.FLOAT32, shape);
        long length = npy.length + Math.multiplyExact(Tensor.elementCount(shape), Float.BYTES);
        byte[] fileName = (name + ENDING).getBytes(StandardCharsets.UTF_8);
        long unaligned = end + LOCAL_LENGTH + fileName.length + LOCAL_EXTRA + 4;
        int padding = (int) ((ALIGNMENT - unaligned % ALIGNMENT) % ALIGNMENT);
        ByteBuffer local = little(LOCAL_LENGTH + fileName.length + LOCAL_EXTRA + 4 + padding + npy.length);
        local.putInt(0x04034b50).putShort(VERSION).putShort(UTF_8).putShort((short) 0);
        local.putShort((short) 0).putShort(FIRST_OF_1980).putInt(0).putInt(-1).putInt(-1);
        local.putShort((short) fileName.length)
                .putShort((short) (LOCAL_EXTRA + 4 + padding))
                .put(fileName);
        local.putShort(LARGE).putShort((short) 16).putLong(length).putLong(length);
        local.putShort(ALIGNMENT_FIELD).putShort((short) padding).position(local.position() + padding);
        long start = end + local.position();
        local.put(npy);
        write(local.flip(), end);
        entries.add(new Entry(name + ENDING, end, start, length));
        end = start + length;
        return start + npy.length;
    }

    @Override
    public void finish() throws IOException {
        long directory = end;
        for (Entry entry : entries) {
            int checksum = checksum(entry);
            write(little(Integer.BYTES).putInt(checksum).flip(), entry.header() + CHECKSUM_AT);
            byte[] fileName = entry.name().getBytes(StandardCharsets.UTF_8);
            ByteBuffer central = little(46 + fileName.length + 28);
            central.putInt(0x02014b50)
                    .putShort(VERSION)
                    .putShort(VERSION)
                    .putShort(UTF_8)
                    .putShort((short) 0);
            central.putShort((short) 0)
                    .putShort(FIRST_OF_1980)
                    .putInt(checksum)
                    .putInt(-1)
                    .putInt(-1);
            central.putShort((short) fileName.length).putShort((short) 28).putShort((short) 0);
            central.putShort((short) 0).putShort((short) 0).putInt(0).putInt(-1).put(fileName);
            central.putShort(LARGE).putShort((short) 24);
            central.putLong(entry.length()).putLong(entry.length()).putLong(entry.header());
            end = write(central.flip(), end);
        }
        long length = end - directory;
        ByteBuffer tail = little(56 + 20 + 22);
        tail.putInt(0x06064b50)
                .putLong(44)
                .putShort(VERSION)
                .putShort(VERSION)
                .putInt(0)
                .putInt(0);
        tail.putLong(entries.size()).putLong(entries.size()).putLong(length).putLong(directory);
        tail.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        tail.putInt(0x06054b50)
                .putInt(0)
                .putShort((short) -1)
                .putShort((short) -1)
                .putInt(-1)
                .putInt(-1);
        end = write(tail.putShort((short) 0).flip(), end);
    }

    private int checksum(Entry entry) throws IOException {
        CRC32 checksum = new CRC32();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        long last = entry.start() + entry.length();
        for (long at = entry.start(); at < last; at += CHUNK) {
            chunk.clear().limit((int) Math.min(CHUNK, last - at));
            while (chunk.hasRemaining() && channel.read(chunk, at + chunk.position()) >= 0) {
                // Reading goes on until the chunk is full.
            }
            // Behind the last byte written, a file reads as zeros.
            while (chunk.hasRemaining()) {
                chunk.put((byte) 0);
            }
            checksum.update(chunk.flip());
        }
        return (int) checksum.getValue();
    }

    private long write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        return at;
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
