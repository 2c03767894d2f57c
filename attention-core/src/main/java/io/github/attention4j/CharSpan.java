package io.github.attention4j;

/**
 * A range of characters in an input string, counted in UTF-16 units as {@link String#substring(int, int)} counts.
 *
 * @param start the first unit, zero-based
 * @param end one past the last unit
 */
public record CharSpan(int start, int end) {
    /**
     * Checks the order of the bounds.
     *
     * @param start the first unit
     * @param end one past the last unit
     * @throws IllegalArgumentException unless {@code 0 <= start <= end}
     */
    public CharSpan {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("Not a character span: [" + start + ", " + end + ")");
        }
    }

    /**
     * The text that the span covers.
     *
     * @param input the string that the span points into
     * @return the covered part
     * @throws StringIndexOutOfBoundsException if the span reaches past the string's end
     */
    public String of(String input) {
        return input.substring(start, end);
    }
}
