package io.github.attention4j.analysis.words;

import io.github.attention4j.CharSpan;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.internal.TokenKinds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens belong together: every token of a sequence is in exactly one group. Immutable, thread-safe.
 */
public final class TokenGroups {
    private final TokenSequence tokens;
    private final int[] groupOf;
    private final TokenSequence groups;

    private TokenGroups(TokenSequence tokens, int[] groupOf) {
        this.tokens = tokens;
        this.groupOf = groupOf;
        int count = Arrays.stream(groupOf).max().orElse(-1) + 1;
        List<List<Token>> members = new ArrayList<>();
        for (int group = 0; group < count; group++) {
            members.add(new ArrayList<>());
        }
        for (int position = 0; position < groupOf.length; position++) {
            members.get(groupOf[position]).add(tokens.get(position));
        }
        List<Token> labels = new ArrayList<>();
        members.forEach(it -> labels.add(GroupToken.of(labels.size(), it)));
        this.groups = TokenSequence.of(labels);
    }

    /**
     * Tokens that are pieces of one word; added tokens stay alone. Where the tokenizer numbered the words, its numbers
     * decide. Elsewhere a token goes on with the word before if its piece starts with {@code ##}, or if it starts at
     * the very character where the token before ended and both meet with a letter or digit.
     *
     * @param tokens the tokens
     * @return a group per word, in order
     */
    public static TokenGroups words(TokenSequence tokens) {
        int[] groupOf = new int[tokens.size()];
        for (int position = 1; position < groupOf.length; position++) {
            boolean goesOn = goesOn(tokens.get(position - 1), tokens.get(position));
            groupOf[position] = groupOf[position - 1] + (goesOn ? 0 : 1);
        }
        return new TokenGroups(tokens, groupOf);
    }

    private static boolean goesOn(Token before, Token token) {
        if (!TokenKinds.ordinary(before) || !TokenKinds.ordinary(token) || before.segment() != token.segment()) {
            return false;
        }
        if (before.word() != Token.UNKNOWN && token.word() != Token.UNKNOWN) {
            return before.word() == token.word();
        }
        if (token.piece().startsWith("##") && token.piece().length() > 2) {
            return true;
        }
        CharSpan left = before.charSpan();
        CharSpan right = token.charSpan();
        return left != null
                && right != null
                && left.end() == right.start()
                && endsInWord(before)
                && startsInWord(token);
    }

    private static boolean endsInWord(Token token) {
        String text = token.text();
        return !text.isEmpty() && Character.isLetterOrDigit(text.codePointBefore(text.length()));
    }

    private static boolean startsInWord(Token token) {
        return !token.text().isEmpty() && Character.isLetterOrDigit(token.text().codePointAt(0));
    }

    /**
     * Tokens of one sentence by {@link Token#segment()}; added tokens stay alone.
     *
     * @param tokens the tokens
     * @return a group per sentence and per added token, in order
     */
    public static TokenGroups sentences(TokenSequence tokens) {
        List<@Nullable Object> keys = new ArrayList<>();
        tokens.forEach(token -> keys.add(TokenKinds.ordinary(token) ? token.segment() : null));
        return byKey(tokens, keys);
    }

    /**
     * Tokens by the span of characters that they begin in; all others stay alone.
     *
     * @param tokens the tokens
     * @param segment which sentence the spans are places in
     * @param spans pieces of the text, in UTF-16 units, none overlapping another
     * @return a group per span that has tokens, and per other token
     * @throws InvalidRequestException if spans overlap
     */
    public static TokenGroups spans(TokenSequence tokens, int segment, List<CharSpan> spans) {
        List<@Nullable Object> keys = new ArrayList<>();
        for (Token token : tokens) {
            CharSpan place = token.segment() == segment ? token.charSpan() : null;
            List<CharSpan> holding = spans.stream()
                    .filter(span -> place != null && span.start() <= place.start() && place.start() < span.end())
                    .toList();
            if (holding.size() > 1) {
                throw new InvalidRequestException(
                        "Spans must not overlap, but \"" + token.text() + "\" is in " + holding);
            }
            keys.add(holding.isEmpty() ? null : holding.get(0));
        }
        return byKey(tokens, keys);
    }

    /**
     * Groups of one's own; tokens that are in none stay alone.
     *
     * @param tokens the tokens
     * @param positions per group positions in the sequence, zero-based
     * @return the groups, ordered by their first tokens
     * @throws InvalidRequestException if a position does not exist or is in two groups
     */
    public static TokenGroups of(TokenSequence tokens, List<List<Integer>> positions) {
        List<@Nullable Object> keys = new ArrayList<>();
        tokens.forEach(token -> keys.add(null));
        for (int group = 0; group < positions.size(); group++) {
            for (int position : positions.get(group)) {
                if (position < 0 || position >= keys.size() || keys.get(position) != null) {
                    throw new InvalidRequestException("Every position below " + keys.size()
                            + " is in one group at most, but " + position + " in " + positions + " is not");
                }
                keys.set(position, group);
            }
        }
        return byKey(tokens, keys);
    }

    /** Equal keys make a group, null stays alone. */
    private static TokenGroups byKey(TokenSequence tokens, List<@Nullable Object> keys) {
        Map<Object, Integer> numbers = new LinkedHashMap<>();
        int[] groupOf = new int[tokens.size()];
        int next = 0;
        for (int position = 0; position < groupOf.length; position++) {
            Object key = keys.get(position);
            Integer known = key == null ? null : numbers.get(key);
            groupOf[position] = known == null ? next++ : known;
            if (key != null) {
                numbers.put(key, groupOf[position]);
            }
        }
        return new TokenGroups(tokens, groupOf);
    }

    /**
     * The tokens that were grouped.
     *
     * @return the tokens
     */
    public TokenSequence tokens() {
        return tokens;
    }

    /**
     * The groups as tokens: the text of all pieces, the characters from the first to the last, special if all are.
     *
     * @return one token per group; its index counts groups
     */
    public TokenSequence groups() {
        return groups;
    }

    /**
     * The group of each token.
     *
     * @return a copy: per token position the group's position, zero-based
     */
    public int[] groupOfToken() {
        return groupOf.clone();
    }
}
