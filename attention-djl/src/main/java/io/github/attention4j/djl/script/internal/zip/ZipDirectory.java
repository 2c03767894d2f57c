package io.github.attention4j.djl.script.internal.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads an archive's table of contents, zip64 included. */
public final class ZipDirectory {
    private static final int LONGEST_COMMENT = 0xFFFF;

    private final ZipSource source;

    private ZipDirectory(ZipSource source) {
        this.source = source;
    }

    /** The entries, in the order of the table. */
    public static List<ZipEntryRecord> read(ZipSource source) throws IOException {
        return new ZipDirectory(source).entries();
    }

    private List<ZipEntryRecord> entries() throws IOException {
        long end = end();
        ByteBuffer record = source.read(end, ZipEntryRecord.END_LENGTH);
        long count = record.getShort(10) & 0xFFFF;
        long size = record.getInt(12) & 0xFFFFFFFFL;
        long offset = record.getInt(16) & 0xFFFFFFFFL;
        if (count == 0xFFFF || size == ZipEntryRecord.IN_ZIP64 || offset == ZipEntryRecord.IN_ZIP64) {
            ByteBuffer zip64 = zip64End(end);
            count = zip64.getLong(32);
            size = zip64.getLong(40);
            offset = zip64.getLong(48);
        }
        source.require(size >= 0 && size <= Integer.MAX_VALUE && count >= 0 && count <= size, "the table of contents");
        return entries(source.read(offset, (int) size), count);
    }

    private long end() throws IOException {
        int window = (int) Math.min(source.length(), ZipEntryRecord.END_LENGTH + LONGEST_COMMENT);
        long start = source.length() - window;
        ByteBuffer tail = source.read(start, window);
        for (int i = window - ZipEntryRecord.END_LENGTH; i >= 0; i--) {
            if (tail.getInt(i) == ZipEntryRecord.END_MAGIC) {
                return start + i;
            }
        }
        source.require(false, "the table of contents, which is missing");
        return -1;
    }

    private ByteBuffer zip64End(long end) throws IOException {
        ByteBuffer locator =
                source.read(end - ZipEntryRecord.ZIP64_LOCATOR_LENGTH, ZipEntryRecord.ZIP64_LOCATOR_LENGTH);
        source.require(locator.getInt(0) == ZipEntryRecord.ZIP64_LOCATOR_MAGIC, "the zip64 locator");
        ByteBuffer record = source.read(locator.getLong(8), ZipEntryRecord.ZIP64_END_LENGTH);
        source.require(record.getInt(0) == ZipEntryRecord.ZIP64_END_MAGIC, "the zip64 table of contents");
        return record;
    }

    private List<ZipEntryRecord> entries(ByteBuffer table, long count) {
        List<ZipEntryRecord> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (long i = 0; i < count; i++) {
            ZipEntryRecord entry = entry(table);
            source.require(names.add(entry.name()), "two entries named " + entry.name());
            entries.add(entry);
        }
        return entries;
    }

    private ZipEntryRecord entry(ByteBuffer table) {
        int start = table.position();
        source.require(
                table.remaining() >= ZipEntryRecord.CENTRAL_LENGTH
                        && table.getInt(start) == ZipEntryRecord.CENTRAL_MAGIC,
                "the table of contents");
        int nameLength = table.getShort(start + 28) & 0xFFFF;
        int extraLength = table.getShort(start + 30) & 0xFFFF;
        int commentLength = table.getShort(start + 32) & 0xFFFF;
        int end = start + ZipEntryRecord.CENTRAL_LENGTH + nameLength + extraLength + commentLength;
        source.require(end <= table.limit(), "the table of contents");
        source.require((table.getShort(start + 8) & 1) == 0, "an encrypted entry");
        byte[] name = new byte[nameLength];
        table.get(start + ZipEntryRecord.CENTRAL_LENGTH, name);
        long[] sizes = {
            table.getInt(start + 24) & 0xFFFFFFFFL,
            table.getInt(start + 20) & 0xFFFFFFFFL,
            table.getInt(start + 42) & 0xFFFFFFFFL
        };
        readZip64(table, start + ZipEntryRecord.CENTRAL_LENGTH + nameLength, extraLength, sizes);
        table.position(end);
        source.require(
                sizes[0] >= 0 && sizes[1] >= 0 && sizes[2] >= 0 && sizes[2] <= source.length(),
                "the sizes of an entry");
        return new ZipEntryRecord(
                new String(name, StandardCharsets.UTF_8),
                table.getShort(start + 10) & 0xFFFF,
                table.getInt(start + 12),
                table.getInt(start + 16),
                sizes[1],
                sizes[0],
                sizes[2]);
    }

    /** Replaces those numbers that did not fit into 32 bits. */
    private void readZip64(ByteBuffer table, int extra, int extraLength, long[] sizes) {
        int position = extra;
        while (position + 4 <= extra + extraLength) {
            int length = table.getShort(position + 2) & 0xFFFF;
            source.require(position + 4 + length <= extra + extraLength, "an extra field");
            if (table.getShort(position) == ZipEntryRecord.ZIP64_FIELD) {
                int field = position + 4;
                for (int i = 0; i < sizes.length; i++) {
                    if (sizes[i] == ZipEntryRecord.IN_ZIP64) {
                        source.require(field + 8 <= position + 4 + length, "a zip64 field");
                        sizes[i] = table.getLong(field);
                        field += 8;
                    }
                }
            }
            position += 4 + length;
        }
    }
}
