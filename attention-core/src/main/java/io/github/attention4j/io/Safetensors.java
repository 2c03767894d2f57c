package io.github.attention4j.io;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.io.internal.Elements;
import io.github.attention4j.io.internal.MappedFile;
import io.github.attention4j.io.internal.SafetensorsHeader;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named arrays in one file, as the {@code safetensors} libraries read and write them: a short JSON header, then plain
 * little-endian numbers, which can be used without being read first.
 */
public final class Safetensors {
    private static final long LONGEST_HEADER = 100_000_000;

    private Safetensors() {}

    /**
     * Reads all arrays of a file into memory.
     *
     * @param file a {@code .safetensors} file
     * @return the arrays by name, in the header's order
     * @throws AttentionFileException if the file cannot be read or is something else
     */
    public static Map<String, Tensor> read(Path file) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        map(file).forEach((name, tensor) -> {
            ByteBuffer mapped = tensor.bytes();
            ByteBuffer copy =
                    ByteBuffer.allocate(mapped.remaining()).put(mapped).rewind();
            arrays.put(name, Tensor.wrap(tensor.type(), copy.order(ByteOrder.LITTLE_ENDIAN), tensor.shape()));
        });
        return arrays;
    }

    /**
     * The arrays of a file without reading them: the system brings in what is looked at, when it is looked at. The
     * file must not be changed as long as the arrays are in use.
     *
     * @param file a {@code .safetensors} file
     * @return the arrays by name, in the header's order
     * @throws AttentionFileException if the file cannot be read or is something else, or an array is larger than 2 GB
     */
    public static Map<String, Tensor> map(Path file) {
        try (MappedFile mapped = new MappedFile(file)) {
            if (mapped.size() < Long.BYTES) {
                throw new AttentionFileException(file + " is not a safetensors file: it is too short");
            }
            long length = mapped.part(0, Long.BYTES, "the length of the header").getLong(0);
            if (length < 2 || length > LONGEST_HEADER) {
                throw new AttentionFileException(
                        file + " is not a safetensors file: its header would be " + length + " bytes long");
            }
            byte[] json = new byte[(int) length];
            mapped.part(Long.BYTES, length, "the header").get(json);
            Map<String, Tensor> arrays = new LinkedHashMap<>();
            for (SafetensorsHeader.Entry entry :
                    SafetensorsHeader.parse(new String(json, StandardCharsets.UTF_8), file.toString())) {
                ByteBuffer bytes = mapped.part(
                        Long.BYTES + length + entry.begin(), entry.end() - entry.begin(), "\"" + entry.name() + "\"");
                arrays.put(entry.name(), tensor(entry, bytes, file));
            }
            return arrays;
        } catch (IOException e) {
            throw new AttentionFileException("Cannot read " + file, e);
        }
    }

    private static Tensor tensor(SafetensorsHeader.Entry entry, ByteBuffer bytes, Path file) {
        try {
            long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
            return Tensor.wrap(entry.type(), bytes, shape);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new AttentionFileException(
                    "The array \"" + entry.name() + "\" in " + file + " of shape " + entry.shape()
                            + " does not fill its " + bytes.limit() + " bytes",
                    e);
        }
    }

    /**
     * Writes arrays to a file; on failure the file is as it was.
     *
     * @param file where to
     * @param arrays the arrays by name
     * @throws AttentionFileException if the file cannot be written
     */
    public static void write(Path file, Map<String, Tensor> arrays) {
        SafetensorsHeader header = new SafetensorsHeader();
        long end = 0;
        for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
            Tensor tensor = array.getValue();
            long begin = end;
            end += tensor.bytes().remaining();
            header.add(array.getKey(), tensor.type(), tensor.shape(), begin, end);
        }
        try {
            AtomicFile.write(file, out -> write(out, header.bytes(), arrays));
        } catch (IOException e) {
            throw new AttentionFileException("Cannot write " + file, e);
        }
    }

    private static void write(OutputStream out, byte[] json, Map<String, Tensor> arrays) throws IOException {
        // Readers want numbers to begin at a multiple of their size.
        int padding = (Long.BYTES - json.length % Long.BYTES) % Long.BYTES;
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.write(length.putLong(json.length + padding).array());
        out.write(json);
        out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        for (Tensor tensor : arrays.values()) {
            Elements.write(out, tensor);
        }
    }
}
