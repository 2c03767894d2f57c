package io.github.attention4j;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of one side of an attention, in order. Immutable; equal when the tokens are equal.
 */
public final class TokenSequence extends AbstractList<Token> {
    private final List<Token> tokens;

    private TokenSequence(List<Token> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    /**
     * A sequence of ready-made tokens.
     *
     * @param tokens the tokens in order
     * @return the sequence
     */
    public static TokenSequence of(List<Token> tokens) {
        return tokens instanceof TokenSequence sequence ? sequence : new TokenSequence(tokens);
    }

    /**
     * A sequence of tokens known only by their texts.
     *
     * @param texts what to show for each token
     * @return the sequence
     */
    public static TokenSequence ofTexts(String... texts) {
        List<Token> tokens = new ArrayList<>(texts.length);
        for (String text : texts) {
            tokens.add(Token.of(tokens.size(), text));
        }
        return new TokenSequence(tokens);
    }

    /**
     * A sequence of tokens known only by their vocabulary numbers; the number is what is shown.
     *
     * @param ids vocabulary numbers
     * @return the sequence
     */
    public static TokenSequence ofIds(long... ids) {
        List<Token> tokens = new ArrayList<>(ids.length);
        for (long id : ids) {
            tokens.add(Token.of(tokens.size(), Long.toString(id)).withId(id));
        }
        return new TokenSequence(tokens);
    }

    /**
     * A sequence of tokens about which nothing is known but their number; each is shown as its index.
     *
     * @param count how many
     * @return the sequence
     */
    public static TokenSequence ofPositions(int count) {
        List<Token> tokens = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            tokens.add(Token.of(index, Integer.toString(index)));
        }
        return new TokenSequence(tokens);
    }

    /**
     * The tokens at some positions; each keeps its own index.
     *
     * @param positions positions in this sequence, zero-based
     * @return the selected tokens in the order given
     * @throws IndexOutOfBoundsException if a position is not in this sequence
     */
    public TokenSequence select(List<Integer> positions) {
        return new TokenSequence(positions.stream().map(tokens::get).toList());
    }

    /**
     * The vocabulary numbers.
     *
     * @return one per token, {@link Token#UNKNOWN} where there is none
     */
    public long[] ids() {
        return tokens.stream().mapToLong(Token::id).toArray();
    }

    /**
     * The texts as a person reads them.
     *
     * @return one per token
     */
    public List<String> texts() {
        return tokens.stream().map(Token::text).toList();
    }

    @Override
    public Token get(int position) {
        return tokens.get(position);
    }

    @Override
    public int size() {
        return tokens.size();
    }
}
