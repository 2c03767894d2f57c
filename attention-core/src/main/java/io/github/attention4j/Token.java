package io.github.attention4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One position of a model's input.
 *
 * @param index position in the whole input, zero-based; kept when rows or columns were selected
 * @param id the vocabulary's number for the token, or {@link #UNKNOWN} if there is none
 * @param piece the token as the vocabulary spells it, with its markers ({@code ##ing}, {@code Ġcat}, {@code ▁cat})
 * @param text the token as a person reads it
 * @param charSpan the characters of the input string that the token covers; null for tokens that the tokenizer added
 *     and for tokens that are not text
 * @param special whether the tokenizer or the model added the token ({@code [CLS]}, {@code </s>}, padding)
 * @param segment 0 for sentence A, 1 for sentence B
 * @param word number of the word that the token is a piece of, counted within its segment, or {@link #UNKNOWN}
 * @param region the place of an image patch or audio frame; null for text
 */
public record Token(
        int index,
        long id,
        String piece,
        String text,
        @Nullable CharSpan charSpan,
        boolean special,
        int segment,
        int word,
        @Nullable TokenRegion region) {

    /** Stands for "not known" where a number is expected. */
    public static final int UNKNOWN = -1;

    /**
     * Checks the token.
     *
     * @param index position, zero-based
     * @param id the vocabulary's number
     * @param piece the vocabulary's spelling
     * @param text what a person reads
     * @param charSpan the characters covered, or null
     * @param special whether it was added
     * @param segment 0 or 1
     * @param word number of its word
     * @param region its place in an image or recording, or null
     * @throws IllegalArgumentException if the index is negative
     */
    public Token {
        Objects.requireNonNull(piece, "piece");
        Objects.requireNonNull(text, "text");
        if (index < 0) {
            throw new IllegalArgumentException("A token's index is zero-based, not " + index);
        }
    }

    /**
     * A token known only by its text.
     *
     * @param index position in the input, zero-based
     * @param text what to show; serves as the piece, too
     * @return the token
     */
    public static Token of(int index, String text) {
        return new Token(index, UNKNOWN, text, text, null, false, 0, UNKNOWN, null);
    }

    /**
     * This token with another vocabulary number.
     *
     * @param newId the vocabulary's number
     * @return a copy
     */
    public Token withId(long newId) {
        return new Token(index, newId, piece, text, charSpan, special, segment, word, region);
    }

    /**
     * This token with another place in an image or recording.
     *
     * @param newRegion the place
     * @return a copy
     */
    public Token withRegion(TokenRegion newRegion) {
        return new Token(index, id, piece, text, charSpan, special, segment, word, newRegion);
    }

    /**
     * This token marked as added by the tokenizer, or not.
     *
     * @param newSpecial whether it was added
     * @return a copy
     */
    public Token withSpecial(boolean newSpecial) {
        return new Token(index, id, piece, text, charSpan, newSpecial, segment, word, region);
    }

    /**
     * This token in another sentence of the input.
     *
     * @param newSegment 0 for sentence A, 1 for sentence B
     * @return a copy
     */
    public Token withSegment(int newSegment) {
        return new Token(index, id, piece, text, charSpan, special, newSegment, word, region);
    }
}
