package io.github.attention4j.io.internal;

import io.github.attention4j.AttentionFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The directory of a zip file, for the one thing that the JDK's reader does not tell: where the content of an entry
 * lies. Large files (zip64) are understood.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE</a>
 */
public final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_64_LOCATOR = 0x07064b50;
    private static final int END_64 = 0x06064b50;
    private static final int ENTRY = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int LOCATOR_LENGTH = 20;
    private static final int ENTRY_LENGTH = 46;
    private static final int LOCAL_LENGTH = 30;
    private static final long IN_EXTRA = 0xffffffffL;

    private ZipDirectory() {}

    /**
     * An entry.
     *
     * @param name its name
     * @param stored whether its content lies in the file as it is
     * @param offset where its content begins
     * @param length how long its content is in the file
     */
    public record Entry(String name, boolean stored, long offset, long length) {}

    /**
     * Reads the directory.
     *
     * @param file a zip file
     * @param name what an error message calls it
     * @return its entries in the directory's order
     * @throws IOException if the file cannot be read
     * @throws AttentionFileException if it is not a zip file, or damaged
     */
    public static List<Entry> read(MappedFile file, String name) throws IOException {
        try {
            return entries(file, directory(file, name), name);
        } catch (IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
            throw new AttentionFileException(name + " is damaged: its zip directory is cut short", e);
        }
    }

    private static ByteBuffer directory(MappedFile file, String name) throws IOException {
        long tailLength = Math.min(file.size(), END_LENGTH + LONGEST_COMMENT + LOCATOR_LENGTH);
        long tailStart = file.size() - tailLength;
        ByteBuffer tail = file.part(tailStart, tailLength, "the zip directory");
        int end = (int) tailLength - END_LENGTH;
        while (end >= 0 && tail.getInt(end) != END) {
            end--;
        }
        if (end < 0) {
            throw new AttentionFileException(name + " is not an npz file: it has no zip directory");
        }
        long length = Integer.toUnsignedLong(tail.getInt(end + 12));
        long start = Integer.toUnsignedLong(tail.getInt(end + 16));
        int locator = end - LOCATOR_LENGTH;
        if (locator >= 0 && tail.getInt(locator) == END_64_LOCATOR) {
            ByteBuffer large = file.part(tail.getLong(locator + 8), 56, "the zip directory");
            if (large.getInt(0) != END_64) {
                throw new AttentionFileException(name + " is damaged: its zip directory is not where it should be");
            }
            length = large.getLong(40);
            start = large.getLong(48);
        }
        return file.part(start, length, "the zip directory");
    }

    private static List<Entry> entries(MappedFile file, ByteBuffer directory, String name) throws IOException {
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (at < directory.limit() && directory.getInt(at) == ENTRY) {
            int method = Short.toUnsignedInt(directory.getShort(at + 10));
            int nameLength = Short.toUnsignedInt(directory.getShort(at + 28));
            int extraLength = Short.toUnsignedInt(directory.getShort(at + 30));
            int commentLength = Short.toUnsignedInt(directory.getShort(at + 32));
            byte[] entryName = new byte[nameLength];
            directory.get(at + ENTRY_LENGTH, entryName);
            ByteBuffer extra =
                    directory.slice(at + ENTRY_LENGTH + nameLength, extraLength).order(directory.order());
            long[] large = largeNumbers(
                    extra,
                    Integer.toUnsignedLong(directory.getInt(at + 24)),
                    Integer.toUnsignedLong(directory.getInt(at + 20)),
                    Integer.toUnsignedLong(directory.getInt(at + 42)));
            ByteBuffer local = file.part(large[2], LOCAL_LENGTH, "an entry");
            if (local.getInt(0) != LOCAL) {
                throw new AttentionFileException(name + " is damaged: an entry is not where its directory says");
            }
            long content = large[2]
                    + LOCAL_LENGTH
                    + Short.toUnsignedInt(local.getShort(26))
                    + Short.toUnsignedInt(local.getShort(28));
            entries.add(new Entry(new String(entryName, StandardCharsets.UTF_8), method == 0, content, large[1]));
            at += ENTRY_LENGTH + nameLength + extraLength + commentLength;
        }
        return entries;
    }

    /** Numbers that do not fit their fields follow in a field of their own, in order. */
    private static long[] largeNumbers(ByteBuffer extra, long... numbers) {
        int at = 0;
        while (at + 4 <= extra.limit()) {
            int length = Short.toUnsignedInt(extra.getShort(at + 2));
            if (extra.getShort(at) == 1) {
                int from = at + 4;
                for (int i = 0; i < numbers.length; i++) {
                    if (numbers[i] == IN_EXTRA) {
                        numbers[i] = extra.getLong(from);
                        from += Long.BYTES;
                    }
                }
            }
            at += 4 + length;
        }
        return numbers;
    }
}
