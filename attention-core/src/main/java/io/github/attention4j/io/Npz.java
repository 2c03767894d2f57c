package io.github.attention4j.io;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.io.internal.Elements;
import io.github.attention4j.io.internal.MappedFile;
import io.github.attention4j.io.internal.NpyHeader;
import io.github.attention4j.io.internal.ZipDirectory;
import io.github.attention4j.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Named arrays in one file, as {@code numpy.savez} writes and {@code numpy.load} reads them. Little-endian, row-major,
 * deflated; reads big-endian and uncompressed arrays, too, and maps uncompressed ones.
 */
public final class Npz {
    private static final String ENDING = ".npy";
    /** A header may claim any size; memory is taken only as fast as elements really come. */
    private static final int STEP = 1 << 20;
    /** The beginning of an array that certainly holds its header. */
    private static final int LONGEST_HEADER = (1 << 16) + 16;

    private Npz() {}

    /**
     * Reads all arrays of a file.
     *
     * @param file an {@code .npz} file
     * @return the arrays by name, in the file's order
     * @throws AttentionFileException if the file cannot be read or is something else
     */
    public static Map<String, Tensor> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (IOException e) {
            throw new AttentionFileException("Cannot read " + file, e);
        }
    }

    /**
     * Reads all arrays of a stream.
     *
     * @param in the content of an {@code .npz} file; not closed
     * @param name what an error message calls it
     * @return the arrays by name, in the file's order
     * @throws AttentionFileException if the content cannot be read or is something else
     */
    public static Map<String, Tensor> read(InputStream in, String name) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        ZipInputStream zip = new ZipInputStream(new BufferedInputStream(in));
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String array = name(entry.getName());
                arrays.put(array, readArray(new DataInputStream(zip), array));
            }
        } catch (ZipException | EOFException e) {
            throw new AttentionFileException(name + " is damaged or cut short: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new AttentionFileException("Cannot read " + name, e);
        }
        if (arrays.isEmpty()) {
            throw new AttentionFileException(name + " is not an npz file, or has no array in it");
        }
        return arrays;
    }

    /**
     * The arrays of a file without reading them: the system brings in what is looked at, when it is looked at. The
     * file must not be changed as long as the arrays are in use.
     *
     * @param file an {@code .npz} file without compression, as {@code numpy.savez} and {@link AttentionStreamFile}
     *     write it
     * @return the arrays by name, in the file's order
     * @throws AttentionFileException if the file cannot be read or is something else, or an array is compressed or
     *     larger than 2 GB
     */
    public static Map<String, Tensor> map(Path file) {
        try (MappedFile mapped = new MappedFile(file)) {
            Map<String, Tensor> arrays = new LinkedHashMap<>();
            for (ZipDirectory.Entry entry : ZipDirectory.read(mapped, file.toString())) {
                String array = name(entry.name());
                if (!entry.stored()) {
                    throw new AttentionFileException("The array \"" + array + "\" in " + file
                            + " is compressed and cannot be mapped; read the file, or write it with numpy.savez");
                }
                arrays.put(array, map(mapped.part(entry.offset(), entry.length(), "\"" + array + "\""), array));
            }
            return arrays;
        } catch (IOException e) {
            throw new AttentionFileException("Cannot read " + file, e);
        }
    }

    private static Tensor map(ByteBuffer npy, String name) throws IOException {
        byte[] beginning = new byte[Math.min(npy.remaining(), LONGEST_HEADER)];
        npy.get(0, beginning);
        ByteArrayInputStream in = new ByteArrayInputStream(beginning);
        NpyHeader header = header(new DataInputStream(in), name);
        int start = beginning.length - in.available();
        try {
            ByteBuffer elements = npy.slice(start, npy.limit() - start).order(header.order());
            return Tensor.wrap(header.type(), elements, header.extents(name));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new AttentionFileException(
                    "The array \"" + name + "\" of shape (" + header.shape() + ") does not fill its place", e);
        }
    }

    private static String name(String entry) {
        return entry.endsWith(ENDING) ? entry.substring(0, entry.length() - ENDING.length()) : entry;
    }

    private static NpyHeader header(DataInputStream in, String name) throws IOException {
        NpyHeader header = NpyHeader.read(in, name);
        if (header.fortran() && header.extents(name).length > 1) {
            throw new AttentionFileException(
                    "The array \"" + name + "\" is in Fortran order; write it with numpy.ascontiguousarray(…)");
        }
        return header;
    }

    private static Tensor readArray(DataInputStream in, String name) throws IOException {
        NpyHeader header = header(in, name);
        long[] shape = header.extents(name);
        long length;
        try {
            length =
                    Math.multiplyExact(Tensor.elementCount(shape), header.type().bytes());
        } catch (ArithmeticException e) {
            length = Long.MAX_VALUE;
        }
        if (length > Integer.MAX_VALUE - STEP) {
            throw new AttentionFileException("The array \"" + name + "\" of shape (" + header.shape()
                    + ") is larger than the 2 GB that fit into one array");
        }
        ByteBuffer bytes = readFully(in, (int) length, name);
        return Tensor.wrap(header.type(), bytes.order(header.order()), shape);
    }

    private static ByteBuffer readFully(InputStream in, int length, String name) throws IOException {
        byte[] bytes = new byte[Math.min(length, STEP)];
        int filled = 0;
        while (filled < length) {
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, bytes.length * 2L));
            }
            int read = in.read(bytes, filled, bytes.length - filled);
            if (read < 0) {
                throw new EOFException("the array \"" + name + "\" ends after " + filled + " of " + length + " bytes");
            }
            filled += read;
        }
        return ByteBuffer.wrap(bytes, 0, length).slice();
    }

    /**
     * Writes arrays to a file; on failure the file is as it was.
     *
     * @param file where to
     * @param arrays the arrays by name
     * @throws AttentionFileException if the file cannot be written
     */
    public static void write(Path file, Map<String, Tensor> arrays) {
        try {
            AtomicFile.write(file, out -> write(out, arrays));
        } catch (IOException e) {
            throw new AttentionFileException("Cannot write " + file, e);
        }
    }

    /**
     * Writes arrays to a stream.
     *
     * @param out where to; not closed
     * @param arrays the arrays by name
     * @throws IOException if the stream fails
     */
    public static void write(OutputStream out, Map<String, Tensor> arrays) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED);
        for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
            ZipEntry entry = new ZipEntry(array.getKey() + ENDING);
            // A fixed time makes equal arrays equal files.
            entry.setTime(315_619_200_000L);
            zip.putNextEntry(entry);
            zip.write(NpyHeader.bytes(array.getValue().type(), array.getValue().shape()));
            Elements.write(zip, array.getValue());
            zip.closeEntry();
        }
        zip.finish();
    }
}
