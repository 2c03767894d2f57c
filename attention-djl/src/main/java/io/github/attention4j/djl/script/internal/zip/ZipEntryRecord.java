package io.github.attention4j.djl.script.internal.zip;

/**
 * One entry of an archive, as the central directory has it.
 *
 * @param name the path inside the archive
 * @param method how it is packed: 0 stored, 8 deflated
 * @param time DOS time in the lower, DOS date in the upper half
 * @param crc checksum of the content
 * @param packed bytes in the archive
 * @param size bytes of the content
 * @param header where the entry's own header starts
 */
public record ZipEntryRecord(String name, int method, int time, int crc, long packed, long size, long header) {
    static final int STORED = 0;
    static final int DEFLATED = 8;
    /** Stands in a 32-bit field for a number that a zip64 field holds. */
    static final long IN_ZIP64 = 0xFFFFFFFFL;
    /** A header of one entry without its name and extra field. */
    static final int HEADER_LENGTH = 30;

    static final int CENTRAL_LENGTH = 46;
    static final int END_LENGTH = 22;
    static final int ZIP64_LOCATOR_LENGTH = 20;
    static final int ZIP64_END_LENGTH = 56;
    static final int ZIP64_FIELD = 1;
    static final int HEADER_MAGIC = 0x04034b50;
    static final int CENTRAL_MAGIC = 0x02014b50;
    static final int END_MAGIC = 0x06054b50;
    static final int ZIP64_END_MAGIC = 0x06064b50;
    static final int ZIP64_LOCATOR_MAGIC = 0x07064b50;
}
