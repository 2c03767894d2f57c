package io.github.attention4j.io.internal;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.tensor.ElementType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The JSON at the beginning of a safetensors file.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class SafetensorsHeader {
    private static final String METADATA = "__metadata__";

    private final StringBuilder json = new StringBuilder("{");

    /** A header without arrays. */
    public SafetensorsHeader() {}

    /**
     * One array.
     *
     * @param name its name
     * @param type its elements' type
     * @param shape its extents
     * @param begin where it begins, counted from behind the header
     * @param end where it ends
     */
    public record Entry(String name, ElementType type, List<Long> shape, long begin, long end) {}

    /**
     * Adds an array.
     *
     * @param name its name
     * @param type its elements' type
     * @param shape its extents
     * @param begin where it begins, counted from behind the header
     * @param end where it ends
     */
    public void add(String name, ElementType type, long[] shape, long begin, long end) {
        json.append(json.length() > 1 ? "," : "");
        Json.quote(name, json);
        json.append(":{\"dtype\":\"").append(code(type)).append("\",\"shape\":").append(list(shape));
        json.append(",\"data_offsets\":").append(list(begin, end)).append('}');
    }

    private static String list(long... numbers) {
        return Arrays.toString(numbers).replace(" ", "");
    }

    /**
     * The document.
     *
     * @return UTF-8
     */
    public byte[] bytes() {
        return (json + "}").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a header.
     *
     * @param document the JSON
     * @param file what an error message calls the file
     * @return the arrays in the header's order
     * @throws AttentionFileException if it is not a header
     */
    public static List<Entry> parse(String document, String file) {
        if (!(Json.parse(document) instanceof Map<?, ?> arrays)) {
            throw new AttentionFileException(file + " has a header that is no JSON object");
        }
        List<Entry> entries = new ArrayList<>();
        arrays.forEach((name, value) -> {
            if (!METADATA.equals(name)) {
                entries.add(entry(String.valueOf(name), value, file));
            }
        });
        return entries;
    }

    private static Entry entry(String name, Object value, String file) {
        if (value instanceof Map<?, ?> fields
                && fields.get("dtype") instanceof String type
                && fields.get("shape") instanceof List<?> shape
                && fields.get("data_offsets") instanceof List<?> offsets
                && offsets.size() == 2) {
            List<Long> bounds = numbers(offsets, name, file);
            return new Entry(name, type(type, name, file), numbers(shape, name, file), bounds.get(0), bounds.get(1));
        }
        throw new AttentionFileException("The array \"" + name + "\" in " + file
                + " is not described by dtype, shape and data_offsets, but by " + value);
    }

    private static List<Long> numbers(List<?> list, String name, String file) {
        List<Long> numbers = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof Double number) || number < 0 || number > 1L << 53) {
                throw new AttentionFileException("The array \"" + name + "\" in " + file + " has the extents " + list);
            }
            numbers.add(number.longValue());
        }
        return numbers;
    }

    private static String code(ElementType type) {
        return switch (type) {
            case FLOAT32 -> "F32";
            case FLOAT64 -> "F64";
            case FLOAT16 -> "F16";
            case BFLOAT16 -> "BF16";
            case INT64 -> "I64";
            case INT32 -> "I32";
            case INT8 -> "I8";
            case UINT8 -> "U8";
            case BOOL -> "BOOL";
        };
    }

    private static ElementType type(String code, String name, String file) {
        for (ElementType type : ElementType.values()) {
            if (code(type).equals(code)) {
                return type;
            }
        }
        throw new AttentionFileException(
                "The array \"" + name + "\" in " + file + " has elements of type " + code + ", which are not read");
    }
}
