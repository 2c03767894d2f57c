package io.github.attention4j.render.image.internal.text;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Characters as a person counts them: a letter with its accents, a flag, a family of joined emoji (the extended
 * grapheme clusters of Unicode, which {@link java.text.BreakIterator} knows from Java 20 on only).
 */
final class Clusters {
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    private Clusters() {}

    /** A text in pieces that only make sense as a whole. */
    static List<String> of(String text) {
        return CLUSTER.matcher(text).results().map(MatchResult::group).toList();
    }

    /** At most so many of them, the last an ellipsis if some are missing. */
    static String cut(String text, int longest) {
        List<String> clusters = of(text);
        return clusters.size() <= longest ? text : String.join("", clusters.subList(0, longest - 1)) + "\u2026";
    }
}
