package io.github.attention4j.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file so that nobody ever sees half of it. */
public final class AtomicFile {
    private AtomicFile() {}

    /** What fills the file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes everything.
         *
         * @param out buffered; closed by the caller
         * @throws IOException if the disk says no
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, or leaves what was there before.
     *
     * @param target the file
     * @param content writes its content
     * @throws IOException if it cannot be written
     */
    public static void write(Path target, Content content) throws IOException {
        replace(target, temporary -> {
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW), 1 << 16)) {
                content.writeTo(out);
            }
        });
    }

    /** What fills a file in no particular order. */
    @FunctionalInterface
    public interface ScatteredContent {
        /**
         * Writes everything.
         *
         * @param channel open for reading and writing, empty; closed by the caller
         * @throws IOException if the disk says no
         */
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Writes a file in no particular order, or leaves what was there before.
     *
     * @param target the file
     * @param content writes its content
     * @throws IOException if it cannot be written
     */
    public static void writeScattered(Path target, ScatteredContent content) throws IOException {
        replace(target, temporary -> {
            try (FileChannel channel = FileChannel.open(
                    temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
            }
        });
    }

    private interface Filling {
        void fill(Path temporary) throws IOException;
    }

    private static void replace(Path target, Filling filling) throws IOException {
        // Through a link, the file behind it is written, not the link replaced.
        Path file = Files.isSymbolicLink(target) ? target.toRealPath() : target.toAbsolutePath();
        // A plain new file has the permissions that its user gives to new files; Java's temporary files are private.
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            filling.fill(temporary);
            move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
