package io.github.attention4j.analysis.signal;

import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.Findings;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** One number for each token of a sequence. What the numbers are, their measure says. Immutable, thread-safe. */
public final class TokenScores {
    private final String measure;
    private final TokenSequence tokens;
    private final double[] scores;

    TokenScores(String measure, TokenSequence tokens, double[] scores) {
        this.measure = measure;
        this.tokens = tokens;
        this.scores = scores;
    }

    /**
     * What the numbers are.
     *
     * @return a short name, lower case
     */
    public String measure() {
        return measure;
    }

    /**
     * The tokens.
     *
     * @return one per number
     */
    public TokenSequence tokens() {
        return tokens;
    }

    /**
     * One number.
     *
     * @param position the token's position among {@link #tokens()}, zero-based
     * @return its number
     * @throws IndexOutOfBoundsException if there is no such token
     */
    public double score(int position) {
        return scores[Objects.checkIndex(position, scores.length)];
    }

    /**
     * All numbers.
     *
     * @return a copy, one per token
     */
    public double[] toArray() {
        return scores.clone();
    }

    /**
     * The tokens by their numbers, the largest first; equal ones in the order of the text.
     *
     * @return positions among {@link #tokens()}, zero-based
     */
    public List<Integer> ranked() {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer position) -> scores[position])
                        .reversed())
                .toList();
    }

    /**
     * The numbers as findings: a row per token, in the order of the text.
     *
     * @return what to print, or to write as CSV or JSON
     */
    public Findings findings() {
        Findings.Builder findings = Findings.builder(measure, List.of("position", "token", "score"));
        for (int position = 0; position < scores.length; position++) {
            Token token = tokens.get(position);
            findings.row(token.index(), token.text(), scores[position]);
        }
        return findings.build();
    }

    @Override
    public String toString() {
        return "TokenScores[" + measure + ", " + Arrays.toString(scores) + "]";
    }
}
