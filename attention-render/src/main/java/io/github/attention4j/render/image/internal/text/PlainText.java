package io.github.attention4j.render.image.internal.text;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Any string as one line that is safe to show: nothing in it hides or moves what is around it. */
public final class PlainText {
    /** Nobody reads more of one token; what comes after is not even looked at. */
    private static final int LONGEST = 28;

    /** The longest joined emoji take a little more than a dozen; most characters take one. */
    private static final int UNITS_PER_CHARACTER = 8;

    /** Accents upon one letter; Hebrew with vowels and chant has three. */
    private static final int MOST_MARKS = 4;

    /** England, Scotland and Wales: the only sound use of the invisible tag characters. */
    private static final List<String> REGIONAL_FLAGS = List.of(
            "\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f",
            "\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc73\udb40\udc63\udb40\udc74\udb40\udc7f",
            "\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc77\udb40\udc6c\udb40\udc73\udb40\udc7f");

    private PlainText() {}

    /** A token as a label: at most {@value #LONGEST} characters. */
    public static String label(String text) {
        String spelt = spell(text, LONGEST * UNITS_PER_CHARACTER);
        if (spelt.isBlank()) {
            return "\u2423".repeat(Math.max(1, Math.min(spelt.length(), 3)));
        }
        return Clusters.cut(spelt, LONGEST);
    }

    /** A name within a sentence or along an axis. */
    public static String phrase(String text) {
        return Clusters.cut(spell(text, 200), 60);
    }

    /** A title or sentence: long, but not endless. */
    public static String sentence(String text) {
        return Clusters.cut(spell(text, 1000), 500);
    }

    /** At most so many UTF-16 units of a text, and an ellipsis if some are missing. */
    private static String spell(String text, int most) {
        if (text.length() <= most) {
            return spell(text);
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return spell(text.substring(0, end)) + "\u2026";
    }

    private static String spell(String text) {
        StringBuilder spelt = new StringBuilder(text.length());
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            marks = Character.getType(point) == Character.NON_SPACING_MARK ? marks + 1 : 0;
            String flag = regionalFlag(text, i);
            if (marks > MOST_MARKS) {
                // Left out: more would only tower over the lines above.
            } else if (flag != null) {
                spelt.append(flag);
                next = i + flag.length();
            } else if (Character.getType(point) == Character.SURROGATE) {
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

    private static @Nullable String regionalFlag(String text, int at) {
        return REGIONAL_FLAGS.stream()
                .filter(flag -> text.startsWith(flag, at))
                .findFirst()
                .orElse(null);
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
