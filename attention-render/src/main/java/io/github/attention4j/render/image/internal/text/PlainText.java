package io.github.attention4j.render.image.internal.text;

import java.text.BreakIterator;
import java.util.Locale;

/** Any string as one line that is safe to show: nothing in it hides or moves what is around it. */
public final class PlainText {
    /** Nobody reads more of one token; what comes after is not even looked at. */
    private static final int LONGEST = 28;

    private PlainText() {}

    /** A token as a label: at most {@value #LONGEST} characters. */
    public static String label(String text) {
        String spelt = spell(text.length() > LONGEST * 4 ? text.substring(0, LONGEST * 4) : text);
        if (spelt.isBlank()) {
            return "\u2423".repeat(Math.max(1, Math.min(spelt.length(), 3)));
        }
        return cut(spelt, LONGEST);
    }

    /** A title or sentence: long, but not endless. */
    public static String sentence(String text) {
        return cut(spell(text.length() > 1000 ? text.substring(0, 1000) : text), 500);
    }

    /** At most so many characters as a person counts them, the last an ellipsis if some are missing. */
    static String cut(String text, int longest) {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        int end = characters.next(longest - 1);
        boolean longer = end != BreakIterator.DONE && characters.next(2) != BreakIterator.DONE;
        return longer ? text.substring(0, end) + "\u2026" : text;
    }

    private static String spell(String text) {
        StringBuilder spelt = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            if (Character.getType(point) == Character.SURROGATE) {
                spelt.append('\ufffd');
            } else if ((isJoiner(point) && joins(text, i, next)) || !isUnsafe(point)) {
                spelt.appendCodePoint(point);
            } else if (point > 0xffff) {
                spelt.append(String.format(Locale.ROOT, "\\u{%x}", point));
            } else {
                spelt.append(String.format(Locale.ROOT, "\\u%04x", point));
            }
            i = next;
        }
        return spelt.toString();
    }

    /** Controls, format characters and line separators, and what XML cannot hold. */
    private static boolean isUnsafe(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> (point & 0xfffe) == 0xfffe;
        };
    }

    private static boolean isJoiner(int point) {
        return point == 0x200c || point == 0x200d;
    }

    /** Between two letters of a script that has joined forms, or between emoji, a joiner is part of the spelling. */
    private static boolean joins(String text, int at, int next) {
        return at > 0
                && next < text.length()
                && isVisible(text.codePointBefore(at))
                && isVisible(text.codePointAt(next));
    }

    private static boolean isVisible(int point) {
        return point > 0x5ff && !Character.isWhitespace(point) && !isUnsafe(point);
    }
}
