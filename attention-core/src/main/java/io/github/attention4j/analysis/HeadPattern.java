package io.github.attention4j.analysis;

import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.internal.TokenKinds;
import java.util.Set;

/**
 * Which keys a head of some kind looks at: a small function of two positions, for {@link HeadSearch}.
 *
 * <p>The factories give the kinds that the literature named (Clark et al. 2019; Voita et al. 2019; Elhage et al. 2021;
 * Olsson et al. 2022). Positions are {@link Token#index()}, so that selected rows keep their neighbours. A head that
 * follows a pattern on some inputs need not follow it on others, and need not do by it what its name suggests.
 */
public interface HeadPattern {
    /** The function itself. */
    @FunctionalInterface
    interface Expectation {
        /**
         * Whether a query's weight is expected on a key. Called once per pair of positions, not once per head.
         *
         * @param queries the tokens that look
         * @param query position of the query, zero-based in {@code queries}
         * @param keys the tokens looked at
         * @param key position of the key, zero-based in {@code keys}
         * @return true if a head of this kind looks there
         */
        boolean expects(TokenSequence queries, int query, TokenSequence keys, int key);
    }

    /**
     * The pattern's name.
     *
     * @return lower case with hyphens
     */
    String name();

    /**
     * The function.
     *
     * @return whether a key is expected, for each pair of positions
     */
    Expectation expectation();

    /**
     * A pattern of one's own.
     *
     * @param name a short name
     * @param expectation the function
     * @return the pattern
     */
    static HeadPattern of(String name, Expectation expectation) {
        record Named(String name, Expectation expectation) implements HeadPattern {}
        return new Named(name, expectation);
    }

    /**
     * Looks at a fixed distance (Voita et al. 2019: positional heads).
     *
     * @param offset key position minus query position; below 0 looks back
     * @return the pattern, named {@code offset-2} or {@code offset+1}
     */
    static HeadPattern offset(int offset) {
        return offset(offset < 0 ? "offset" + offset : "offset+" + offset, offset);
    }

    private static HeadPattern offset(String name, int offset) {
        return of(
                name,
                (queries, query, keys, key) ->
                        keys.get(key).index() - queries.get(query).index() == offset);
    }

    /**
     * Looks at the token before (Clark et al. 2019).
     *
     * @return the pattern
     */
    static HeadPattern previousToken() {
        return offset("previous-token", -1);
    }

    /**
     * Looks at the token after (Clark et al. 2019).
     *
     * @return the pattern
     */
    static HeadPattern nextToken() {
        return offset("next-token", 1);
    }

    /**
     * Looks at the first key, the attention sink (Xiao et al. 2023).
     *
     * @return the pattern
     */
    static HeadPattern firstToken() {
        return of("first-token", (queries, query, keys, key) -> key == 0);
    }

    /**
     * Looks at {@code [CLS]}, {@code [SEP]} and their like, and at punctuation (Clark et al. 2019).
     *
     * @return the pattern
     */
    static HeadPattern delimiter() {
        return of(
                "delimiter",
                (queries, query, keys, key) -> TokenKinds.opens(keys.get(key))
                        || TokenKinds.separates(keys.get(key))
                        || punctuation(keys, key));
    }

    private static boolean punctuation(TokenSequence keys, int key) {
        return TokenKinds.punctuation(keys.get(key));
    }

    /**
     * Looks at other positions that hold the same ordinary token (Wang et al. 2022: duplicate-token heads).
     *
     * @return the pattern
     */
    static HeadPattern duplicateToken() {
        return of("duplicate-token", (queries, query, keys, key) -> {
            Token looking = queries.get(query);
            return TokenKinds.ordinary(looking)
                    && looking.index() != keys.get(key).index()
                    && TokenKinds.identity(looking).equals(TokenKinds.identity(keys.get(key)));
        });
    }

    /**
     * Looks at what followed the query's token the times before: A B … A looks at B (Elhage et al. 2021; Olsson et al.
     * 2022). On repeated random tokens this is the usual induction score. The first position never follows anything, so
     * that a sink there is not counted; neither is a token's look at itself.
     *
     * @return the pattern
     */
    static HeadPattern induction() {
        return of("induction", (queries, query, keys, key) -> {
            Token looking = queries.get(query);
            boolean follows =
                    key > 0 && keys.get(key).index() - keys.get(key - 1).index() == 1;
            return follows
                    && keys.get(key).index() < looking.index()
                    && TokenKinds.ordinary(looking)
                    && TokenKinds.identity(looking).equals(TokenKinds.identity(keys.get(key - 1)));
        });
    }

    /**
     * Looks at the other pieces of the query's own word. Needs tokens that know their words.
     *
     * @return the pattern
     */
    static HeadPattern sameWord() {
        return of("same-word", (queries, query, keys, key) -> {
            Token looking = queries.get(query);
            Token seen = keys.get(key);
            return looking.word() != Token.UNKNOWN
                    && looking.index() != seen.index()
                    && looking.word() == seen.word()
                    && looking.segment() == seen.segment();
        });
    }

    /**
     * A pair of tokens of which one is expected to look at the other, such as a pronoun at what it stands for.
     *
     * @param query {@link Token#index()} of the token that looks
     * @param key {@link Token#index()} of the token looked at
     */
    record Pair(int query, int key) {}

    /**
     * Looks from given tokens at given tokens, such as from pronouns to antecedents (Clark et al. 2019: coreference).
     * Holds for the one input that the pairs belong to.
     *
     * @param name a short name
     * @param pairs who looks at whom
     * @return the pattern
     */
    static HeadPattern pairs(String name, Set<Pair> pairs) {
        Set<Pair> copy = Set.copyOf(pairs);
        return of(
                name,
                (queries, query, keys, key) -> copy.contains(
                        new Pair(queries.get(query).index(), keys.get(key).index())));
    }
}
