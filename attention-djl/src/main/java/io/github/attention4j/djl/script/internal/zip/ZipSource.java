package io.github.attention4j.djl.script.internal.zip;

import io.github.attention4j.ModelFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The bytes of an archive. Every read is checked against the file's end. */
public final class ZipSource implements Closeable {
    private final Path file;
    private final FileChannel channel;
    private final long length;

    private ZipSource(Path file, FileChannel channel, long length) {
        this.file = file;
        this.channel = channel;
        this.length = length;
    }

    /** Opens a file; closed by the caller. */
    public static ZipSource open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            return new ZipSource(file, channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Number of bytes in the file. */
    public long length() {
        return length;
    }

    ByteBuffer read(long offset, int count) throws IOException {
        require(offset >= 0 && count >= 0 && offset <= length - count, "bytes " + offset + " to " + (offset + count));
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, offset + buffer.position());
            require(read > 0, "the end of the file");
        }
        return buffer.flip();
    }

    /**
     * The content of an entry, unpacked and checked.
     *
     * @throws ModelFormatException if it is damaged or longer than {@code limit}
     */
    public byte[] content(ZipEntryRecord entry, long limit) throws IOException {
        require(entry.size() <= limit && entry.packed() <= limit, "a source file of " + entry.size() + " bytes");
        byte[] packed = read(data(entry), (int) entry.packed()).array();
        byte[] content = entry.method() == ZipEntryRecord.STORED ? packed : inflate(entry, packed);
        CRC32 crc = new CRC32();
        crc.update(content);
        require(
                content.length == entry.size() && (int) crc.getValue() == entry.crc(),
                "the content of " + entry.name());
        return content;
    }

    /** The first bytes of an entry that is not packed, at most {@code most}. */
    public byte[] start(ZipEntryRecord entry, int most) throws IOException {
        require(entry.method() == ZipEntryRecord.STORED, "packing method " + entry.method() + " of " + entry.name());
        return read(data(entry), (int) Math.min(entry.size(), most)).array();
    }

    private byte[] inflate(ZipEntryRecord entry, byte[] packed) {
        require(entry.method() == ZipEntryRecord.DEFLATED, "packing method " + entry.method() + " of " + entry.name());
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            byte[] content = new byte[(int) entry.size()];
            int filled = 0;
            while (filled < content.length) {
                int count = inflater.inflate(content, filled, content.length - filled);
                if (count == 0) {
                    return Arrays.copyOf(content, filled);
                }
                filled += count;
            }
            return content;
        } catch (DataFormatException e) {
            throw new ModelFormatException("The entry " + entry.name() + " of " + file + " is damaged", e);
        } finally {
            inflater.end();
        }
    }

    /** Copies an entry's bytes as they are, packed or not. */
    void copy(ZipEntryRecord entry, OutputStream out) throws IOException {
        long position = data(entry);
        long end = position + entry.packed();
        require(end <= length, "the content of " + entry.name());
        WritableByteChannel target = Channels.newChannel(out);
        while (position < end) {
            long copied = channel.transferTo(position, end - position, target);
            require(copied > 0, "the end of the file");
            position += copied;
        }
    }

    private long data(ZipEntryRecord entry) throws IOException {
        ByteBuffer header = read(entry.header(), ZipEntryRecord.HEADER_LENGTH);
        require(header.getInt(0) == ZipEntryRecord.HEADER_MAGIC, "the header of " + entry.name());
        return entry.header()
                + ZipEntryRecord.HEADER_LENGTH
                + (header.getShort(26) & 0xFFFF)
                + (header.getShort(28) & 0xFFFF);
    }

    void require(boolean condition, String what) {
        if (!condition) {
            throw new ModelFormatException("The archive " + file + " is cut short or damaged: trouble with " + what
                    + ". Expected a zip file written by torch.jit.save");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
