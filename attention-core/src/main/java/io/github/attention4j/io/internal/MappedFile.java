package io.github.attention4j.io.internal;

import io.github.attention4j.AttentionFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Parts of a file as memory, without reading it: the system brings in what is looked at. */
public final class MappedFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final long size;

    /**
     * Opens a file.
     *
     * @param path the file
     * @throws IOException if it cannot be opened
     */
    public MappedFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path);
        this.size = channel.size();
    }

    /**
     * The file's length.
     *
     * @return in bytes
     */
    public long size() {
        return size;
    }

    /**
     * Maps a part; it stays valid after the file is closed here, until the garbage collector frees it.
     *
     * @param offset where it begins
     * @param length how long it is
     * @param what the word for it in an error message
     * @return read-only, little-endian
     * @throws IOException if it cannot be mapped
     * @throws AttentionFileException if the file is shorter, or the part longer than 2 GB
     */
    public ByteBuffer part(long offset, long length, String what) throws IOException {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw new AttentionFileException(path + " is damaged or cut short: " + what + " should lie at byte "
                    + offset + ", " + length + " bytes long, but the file has " + size);
        }
        if (length > Integer.MAX_VALUE) {
            throw new AttentionFileException(what + " in " + path + " is " + length
                    + " bytes long, more than the 2 GB that one buffer holds; write fewer heads or rows per file");
        }
        if (length == 0) {
            return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
        }
        return channel.map(FileChannel.MapMode.READ_ONLY, offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
