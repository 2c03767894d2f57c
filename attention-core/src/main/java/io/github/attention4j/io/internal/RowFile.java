package io.github.attention4j.io.internal;

import java.io.IOException;

/** A file of float arrays that is filled in no particular order. Not thread-safe. */
public interface RowFile {
    /**
     * Makes room for an array.
     *
     * @param name its name
     * @param shape its extents
     * @return where in the file its first element is to be written, little-endian
     * @throws IOException if the disk says no
     */
    long allocate(String name, long... shape) throws IOException;

    /**
     * Writes what can only be known at the end; everything else must be in place.
     *
     * @throws IOException if the disk says no
     */
    void finish() throws IOException;
}
