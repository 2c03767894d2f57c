package io.github.attention4j.djl.script.internal.zip;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes an archive as PyTorch does: the content of every entry starts at a multiple of 64 bytes, so that tensors can
 * be mapped into memory.
 */
public final class ZipTarget {
    private static final int ALIGNMENT = 64;
    /** The extra field that PyTorch fills with padding: the letters F and B. */
    private static final short PADDING_FIELD = 0x4246;

    private final OutputStream out;
    private final List<ZipEntryRecord> written = new ArrayList<>();
    private long position;

    /** An empty archive; {@link #finish} completes it. */
    public ZipTarget(OutputStream out) {
        this.out = out;
    }

    /** Adds a new entry, stored. */
    public void add(String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        // 1 January 1980: the same model gives the same file.
        int date = (1 << 5 | 1) << 16;
        header(new ZipEntryRecord(
                name, ZipEntryRecord.STORED, date, (int) crc.getValue(), content.length, content.length, position));
        write(content);
    }

    /** Adds an entry of another archive, as it is. */
    public void add(ZipSource source, ZipEntryRecord entry) throws IOException {
        header(new ZipEntryRecord(
                entry.name(), entry.method(), entry.time(), entry.crc(), entry.packed(), entry.size(), position));
        source.copy(entry, out);
        position += entry.packed();
    }

    private void header(ZipEntryRecord entry) throws IOException {
        written.add(entry);
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        boolean large = entry.size() >= ZipEntryRecord.IN_ZIP64 || entry.packed() >= ZipEntryRecord.IN_ZIP64;
        int zip64 = large ? 20 : 0;
        long unpadded = position + ZipEntryRecord.HEADER_LENGTH + name.length + zip64 + 4;
        int padding = (int) (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
        ByteBuffer header = buffer(ZipEntryRecord.HEADER_LENGTH + name.length + zip64 + 4 + padding)
                .putInt(ZipEntryRecord.HEADER_MAGIC);
        common(header, entry, large)
                .putShort((short) name.length)
                .putShort((short) (zip64 + 4 + padding))
                .put(name);
        if (large) {
            header.putShort((short) ZipEntryRecord.ZIP64_FIELD)
                    .putShort((short) 16)
                    .putLong(entry.size())
                    .putLong(entry.packed());
        }
        write(header.putShort(PADDING_FIELD).putShort((short) padding));
    }

    /** What an entry's header and the table of contents have in common, up to the sizes. */
    private static ByteBuffer common(ByteBuffer target, ZipEntryRecord entry, boolean large) {
        return target.putShort((short) (large ? 45 : 20))
                .putShort((short) 0)
                .putShort((short) entry.method())
                .putInt(entry.time())
                .putInt(entry.crc())
                .putInt((int) (large ? ZipEntryRecord.IN_ZIP64 : entry.packed()))
                .putInt((int) (large ? ZipEntryRecord.IN_ZIP64 : entry.size()));
    }

    /** Writes the table of contents. */
    public void finish() throws IOException {
        long start = position;
        for (ZipEntryRecord entry : written) {
            central(entry);
        }
        long size = position - start;
        boolean large = start >= ZipEntryRecord.IN_ZIP64 || written.size() >= 0xFFFF;
        if (large) {
            zip64End(start, size);
        }
        short count = (short) (large ? 0xFFFF : written.size());
        write(buffer(ZipEntryRecord.END_LENGTH)
                .putInt(ZipEntryRecord.END_MAGIC)
                .putInt(0)
                .putShort(count)
                .putShort(count)
                .putInt((int) (large ? ZipEntryRecord.IN_ZIP64 : size))
                .putInt((int) (large ? ZipEntryRecord.IN_ZIP64 : start))
                .putShort((short) 0));
    }

    private void central(ZipEntryRecord entry) throws IOException {
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        boolean largeSize = entry.size() >= ZipEntryRecord.IN_ZIP64 || entry.packed() >= ZipEntryRecord.IN_ZIP64;
        boolean far = entry.header() >= ZipEntryRecord.IN_ZIP64;
        int fields = (largeSize ? 16 : 0) + (far ? 8 : 0);
        int extra = fields == 0 ? 0 : 4 + fields;
        ByteBuffer record = buffer(ZipEntryRecord.CENTRAL_LENGTH + name.length + extra)
                .putInt(ZipEntryRecord.CENTRAL_MAGIC)
                .putShort((short) (extra > 0 ? 45 : 20));
        common(record, entry, largeSize)
                .putShort((short) name.length)
                .putShort((short) extra)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt((int) (far ? ZipEntryRecord.IN_ZIP64 : entry.header()))
                .put(name);
        if (extra > 0) {
            record.putShort((short) ZipEntryRecord.ZIP64_FIELD).putShort((short) fields);
        }
        if (largeSize) {
            record.putLong(entry.size()).putLong(entry.packed());
        }
        if (far) {
            record.putLong(entry.header());
        }
        write(record);
    }

    private void zip64End(long start, long size) throws IOException {
        long here = position;
        write(buffer(ZipEntryRecord.ZIP64_END_LENGTH)
                .putInt(ZipEntryRecord.ZIP64_END_MAGIC)
                .putLong(ZipEntryRecord.ZIP64_END_LENGTH - 12)
                .putShort((short) 45)
                .putShort((short) 45)
                .putLong(0)
                .putLong(written.size())
                .putLong(written.size())
                .putLong(size)
                .putLong(start));
        write(buffer(ZipEntryRecord.ZIP64_LOCATOR_LENGTH)
                .putInt(ZipEntryRecord.ZIP64_LOCATOR_MAGIC)
                .putInt(0)
                .putLong(here)
                .putInt(1));
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes all of a buffer; what was not put into it is zeros. */
    private void write(ByteBuffer filled) throws IOException {
        byte[] bytes = new byte[filled.clear().remaining()];
        filled.get(bytes);
        write(bytes);
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }
}
