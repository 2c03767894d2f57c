package io.github.attention4j;

/**
 * Turns text into tokens as the model was trained to see it. Implementations are thread-safe.
 */
public interface AttentionTokenizer extends AutoCloseable {
    /**
     * The tokens of a text, special tokens included.
     *
     * @param text any string, also empty
     * @return tokens whose {@link Token#charSpan()} counts UTF-16 units of {@code text}
     * @throws TokenizerException if the tokenizer fails
     */
    TokenSequence encode(String text);

    /**
     * The tokens of two texts that the model tells apart.
     *
     * @param text sentence A
     * @param pair sentence B
     * @return the tokens; those of {@code pair} have segment 1 and spans that count from its own start
     * @throws TokenizerException if the tokenizer fails
     */
    TokenSequence encode(String text, String pair);

    /**
     * The tokens behind vocabulary numbers; nothing is added.
     *
     * @param ids vocabulary numbers
     * @return one token per number, without spans
     * @throws TokenizerException if a number is not in the vocabulary
     */
    TokenSequence describe(long... ids);

    /**
     * The text that vocabulary numbers stand for, without special tokens.
     *
     * @param ids vocabulary numbers
     * @return the text
     * @throws TokenizerException if a number is not in the vocabulary
     */
    String decode(long... ids);

    @Override
    void close();
}
