package io.github.attention4j.djl.internal;

/** Where each Unicode code point of a string begins, in UTF-16 units. Immutable. */
public final class CodePoints {
    private final int[] starts;

    /**
     * Counts a string.
     *
     * @param text the string; a lone surrogate counts as one code point
     */
    public CodePoints(String text) {
        int count = text.codePointCount(0, text.length());
        starts = new int[count + 1];
        int unit = 0;
        for (int i = 0; i < count; i++) {
            starts[i] = unit;
            unit += Character.charCount(text.codePointAt(unit));
        }
        starts[count] = unit;
    }

    /**
     * The UTF-16 unit at which a code point begins.
     *
     * @param codePoint number of the code point, zero-based; one past the last gives the string's length
     * @return the unit
     */
    public int unit(int codePoint) {
        return starts[Math.max(0, Math.min(codePoint, starts.length - 1))];
    }

    /**
     * A string that every engine takes: each lone surrogate replaced by U+FFFD, so that lengths stay.
     *
     * @param text any string
     * @return well-formed UTF-16 of the same length
     */
    public static String wellFormed(String text) {
        StringBuilder formed = null;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean lone = Character.isSurrogate(unit)
                    && (Character.isHighSurrogate(unit)
                            ? i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                            : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
            if (lone) {
                formed = formed == null ? new StringBuilder(text) : formed;
                formed.setCharAt(i, '\uFFFD');
            }
        }
        return formed == null ? text : formed.toString();
    }
}
