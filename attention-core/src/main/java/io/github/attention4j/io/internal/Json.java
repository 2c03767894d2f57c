package io.github.attention4j.io.internal;

import io.github.attention4j.AttentionFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The little JSON that this library's own files need, as core takes no library along. Objects are maps, arrays are
 * lists, numbers are doubles; strings keep every UTF-16 unit, also lone surrogates.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
public final class Json {
    private static final int DEEPEST = 64;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads a document.
     *
     * @param text the document
     * @return a map, a list, a string, a double, a boolean or null
     * @throws AttentionFileException if the text is not JSON
     */
    public static @Nullable Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.skipSpace();
        if (json.at < text.length()) {
            throw json.unexpected("the end");
        }
        return value;
    }

    /**
     * Writes a string with its quotes; every unit that some reader might trip over is escaped.
     *
     * @param value the string
     * @param out where to
     */
    public static void quote(String value, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (unit == '"' || unit == '\\') {
                out.append('\\').append(unit);
            } else if (unit < ' ' || unit == 0x7f || Character.isSurrogate(unit) || unit == 0x2028 || unit == 0x2029) {
                out.append(String.format("\\u%04x", (int) unit));
            } else {
                out.append(unit);
            }
        }
        out.append('"');
    }

    /**
     * Writes a number with all its digits, or null for what JSON has no number for.
     *
     * @param value the number
     * @param out where to
     */
    public static void number(double value, StringBuilder out) {
        if (Double.isFinite(value)) {
            out.append(value);
        } else {
            out.append("null");
        }
    }

    private @Nullable Object value(int depth) {
        if (depth > DEEPEST) {
            throw unexpected("nesting no deeper than " + DEEPEST);
        }
        skipSpace();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        while (peek() != '}') {
            skipSpace();
            String name = string();
            skipSpace();
            expect(':');
            members.put(name, value(depth + 1));
            separator('}');
        }
        at++;
        return members;
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> items = new ArrayList<>();
        at++;
        skipSpace();
        while (peek() != ']') {
            items.add(value(depth + 1));
            separator(']');
        }
        at++;
        return items;
    }

    /** A comma with something behind it, or the end that follows. */
    private void separator(char end) {
        skipSpace();
        if (peek() == ',') {
            at++;
            skipSpace();
            if (peek() == end) {
                throw unexpected("a value");
            }
        } else if (peek() != end) {
            throw unexpected("',' or '" + end + "'");
        }
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            char unit = text.charAt(at++);
            value.append(unit == '\\' ? escaped() : unit);
        }
        at++;
        return value.toString();
    }

    private char escaped() {
        char kind = peek();
        at++;
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '"', '\\', '/' -> kind;
            case 'u' -> {
                String digits = at + 4 <= text.length() ? text.substring(at, at + 4) : "";
                if (!digits.matches("[0-9a-fA-F]{4}")) {
                    throw unexpected("four hexadecimal digits");
                }
                at += 4;
                yield (char) Integer.parseInt(digits, 16);
            }
            default -> throw unexpected("an escape");
        };
    }

    private double number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        try {
            return Double.parseDouble(text.substring(start, at));
        } catch (NumberFormatException e) {
            at = start;
            throw unexpected("a value");
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw unexpected(word);
        }
        at += word.length();
        return value;
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw unexpected("'" + wanted + "'");
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw unexpected("more");
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private AttentionFileException unexpected(String expected) {
        String found = at >= text.length() ? "the end" : "'" + text.charAt(at) + "'";
        return new AttentionFileException(
                "Not JSON: expected " + expected + " at character " + at + ", found " + found);
    }
}
