package io.github.attention4j.render.internal;

import io.github.attention4j.CharSpan;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text that tokens were cut from, and where in it each token lies: the original where it is known, or else the
 * tokens' own texts put together again.
 *
 * @param paragraphs the texts, one per sentence of the input
 * @param places one per token: its paragraph, start and end in UTF-16 units, or null if it covers no text
 */
record ReadableText(List<String> paragraphs, List<@Nullable Place> places) {
    record Place(int paragraph, int start, int end) {}

    /**
     * @param original the input texts by segment; empty if unknown
     */
    static ReadableText of(TokenSequence tokens, List<String> original) {
        return fits(tokens, original) ? asGiven(tokens, original) : putTogether(tokens);
    }

    private static boolean fits(TokenSequence tokens, List<String> original) {
        boolean any = false;
        for (Token token : tokens) {
            CharSpan span = token.charSpan();
            if (span != null) {
                any = true;
                if (token.segment() >= original.size()
                        || span.end() > original.get(token.segment()).length()) {
                    return false;
                }
            } else if (!token.special()) {
                return false;
            }
        }
        return any;
    }

    private static ReadableText asGiven(TokenSequence tokens, List<String> original) {
        List<@Nullable Place> places = new ArrayList<>();
        for (Token token : tokens) {
            CharSpan span = token.charSpan();
            places.add(span == null ? null : new Place(token.segment(), span.start(), span.end()));
        }
        return new ReadableText(original, places);
    }

    private static ReadableText putTogether(TokenSequence tokens) {
        List<StringBuilder> paragraphs = new ArrayList<>();
        List<@Nullable Place> places = new ArrayList<>();
        boolean ownSpaces = tokens.stream()
                .anyMatch(token -> !token.text().isEmpty()
                        && Character.isWhitespace(token.text().charAt(0)));
        boolean marksStarts = tokens.stream().anyMatch(ReadableText::startsWord);
        Token before = null;
        for (Token token : tokens) {
            if (token.special()) {
                places.add(null);
                continue;
            }
            while (paragraphs.size() <= token.segment()) {
                paragraphs.add(new StringBuilder());
                before = null;
            }
            StringBuilder text = paragraphs.get(token.segment());
            boolean apart = before != null && (marksStarts ? startsWord(token) : isApart(before, token));
            if (apart && !ownSpaces) {
                text.append(' ');
            }
            String own = token.piece().startsWith("##") && token.text().startsWith("##")
                    ? token.text().substring(2)
                    : token.text();
            places.add(new Place(token.segment(), text.length(), text.length() + own.length()));
            text.append(own);
            before = token;
        }
        return new ReadableText(paragraphs.stream().map(StringBuilder::toString).toList(), places);
    }

    /** Whether a piece bears the mark that SentencePiece and byte-level vocabularies put before a word. */
    private static boolean startsWord(Token token) {
        return token.piece().startsWith("\u2581") || token.piece().startsWith("\u0120");
    }

    private static boolean isApart(Token before, Token token) {
        CharSpan end = before.charSpan();
        CharSpan start = token.charSpan();
        if (end != null && start != null) {
            return start.start() > end.end();
        }
        boolean unspaced = !before.text().isEmpty()
                && !token.text().isEmpty()
                && isUnspaced(before.text().codePointBefore(before.text().length()))
                && isUnspaced(token.text().codePointAt(0));
        return !token.piece().startsWith("##") && !unspaced;
    }

    /** Whether a script is written without spaces between words. */
    private static boolean isUnspaced(int codePoint) {
        return switch (UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> (codePoint >= 0x3000 && codePoint <= 0x303f) || (codePoint >= 0xff00 && codePoint <= 0xffef);
        };
    }
}
