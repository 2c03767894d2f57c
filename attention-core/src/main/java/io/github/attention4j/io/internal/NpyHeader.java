package io.github.attention4j.io.internal;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.tensor.ElementType;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The head of a {@code .npy} file.
 *
 * @param type the elements' type
 * @param order the elements' byte order
 * @param fortran whether the first axis varies fastest
 * @param shape the extents, comma-separated, as kept in the file
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
public record NpyHeader(ElementType type, ByteOrder order, boolean fortran, String shape) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int ALIGNMENT = 64;
    private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-z])(\\d+)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

    /**
     * Reads a header.
     *
     * @param in at the start of the file
     * @param name what an error message calls the array
     * @return the header; {@code in} stands at the first element
     * @throws IOException if the stream ends or fails
     * @throws AttentionFileException if it is not a header, or of a type that has no counterpart here
     */
    public static NpyHeader read(DataInputStream in, String name) throws IOException {
        byte[] magic = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new AttentionFileException("The array \"" + name + "\" is not in numpy's npy format");
        }
        int version = in.readUnsignedByte();
        in.readUnsignedByte();
        int length = version == 1
                ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
                : Integer.reverseBytes(in.readInt());
        if (length < 0 || length > LONGEST_HEADER) {
            throw new AttentionFileException("The array \"" + name + "\" has a header of " + length + " bytes");
        }
        byte[] header = in.readNBytes(length);
        return parse(new String(header, StandardCharsets.UTF_8), name);
    }

    private static NpyHeader parse(String header, String name) {
        Matcher description = DESCRIPTION.matcher(header);
        Matcher fortran = FORTRAN.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!description.find() || !fortran.find() || !shape.find()) {
            throw new AttentionFileException(
                    "The array \"" + name + "\" has a header that is not understood: " + header.strip());
        }
        boolean big = description.group(1).equals(">");
        return new NpyHeader(
                type(description.group(2) + description.group(3), name),
                big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                fortran.group(1).equals("True"),
                shape.group(1).replaceAll("\\s", ""));
    }

    private static ElementType type(String code, String name) {
        return switch (code) {
            case "f4" -> ElementType.FLOAT32;
            case "f8" -> ElementType.FLOAT64;
            case "f2" -> ElementType.FLOAT16;
            case "i8" -> ElementType.INT64;
            case "i4" -> ElementType.INT32;
            case "i1" -> ElementType.INT8;
            case "u1" -> ElementType.UINT8;
            case "b1" -> ElementType.BOOL;
            default -> throw new AttentionFileException("The array \"" + name + "\" has elements of type " + code
                    + "; expected f2, f4, f8, i1, u1, i4, i8 or b1");
        };
    }

    /**
     * The extents.
     *
     * @param name what an error message calls the array
     * @return outermost first; empty for a single number
     * @throws AttentionFileException if an extent does not fit a long
     */
    public long[] extents(String name) {
        try {
            return Arrays.stream(shape.split(","))
                    .filter(extent -> !extent.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new AttentionFileException("The array \"" + name + "\" has the shape (" + shape + ")", e);
        }
    }

    /**
     * The bytes of a header for little-endian elements in C order.
     *
     * @param type the elements' type
     * @param shape the extents
     * @return magic, version and header, padded as the format asks
     * @throws AttentionFileException if numpy has no such type
     */
    public static byte[] bytes(ElementType type, long[] shape) {
        String extents = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String dictionary = "{'descr': '" + code(type) + "', 'fortran_order': False, 'shape': (" + extents
                + (shape.length == 1 ? ",)" : ")") + ", }";
        int unpadded = MAGIC.length + 4 + dictionary.length() + 1;
        int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
        byte[] text = (dictionary + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(MAGIC, MAGIC.length + 4 + text.length);
        all[MAGIC.length] = 1;
        all[MAGIC.length + 2] = (byte) text.length;
        all[MAGIC.length + 3] = (byte) (text.length >>> 8);
        System.arraycopy(text, 0, all, MAGIC.length + 4, text.length);
        return all;
    }

    private static String code(ElementType type) {
        return switch (type) {
            case FLOAT32 -> "<f4";
            case FLOAT64 -> "<f8";
            case FLOAT16 -> "<f2";
            case INT64 -> "<i8";
            case INT32 -> "<i4";
            case INT8 -> "|i1";
            case UINT8 -> "|u1";
            case BOOL -> "|b1";
            case BFLOAT16 -> throw new AttentionFileException(
                    "numpy has no bfloat16; convert to FLOAT32 before writing");
        };
    }
}
