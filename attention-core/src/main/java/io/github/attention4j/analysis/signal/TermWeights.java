package io.github.attention4j.analysis.signal;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.Findings;
import io.github.attention4j.analysis.internal.TokenKinds;
import io.github.attention4j.analysis.words.TokenGroups;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Weights of a document's words for an inverted index, by the recipe that Qdrant published as BM42 (Vasnetsov 2024):
 * {@code a(t) = sum over the pieces of t of 1/H sum_h w_h([CLS], piece)} in the last layer, the largest of its places
 * where a word comes more than once, then {@code weight(t) = ln(1 + a(t))^0.5}. It takes the place of the term frequency
 * in a score {@code sum over query terms of idf(t) weight(t)}; the index keeps the inverse document frequency
 * {@code idf(t) = ln(1 + (N - n + 0.5) / (n + 0.5))}, {@link #idf}. Query terms count 1 each.
 *
 * <p>From 0 to {@code ln(2)^exponent}. The weight says what the opening token looks at in this document, which depends
 * on how the model was trained and is not relevance; published comparisons did not find it better than BM25, so measure
 * it on your own documents. Texts longer than the model reads have words that were never seen. Immutable, thread-safe as
 * far as the normalizer is.
 */
public final class TermWeights {
    private final Set<String> stopWords;
    private final UnaryOperator<String> normalizer;
    private final double exponent;

    private TermWeights(Builder builder) {
        this.stopWords = builder.stopWords;
        this.normalizer = builder.normalizer;
        this.exponent = builder.exponent;
    }

    /**
     * Starts with no stop words, lower case and an exponent of 0.5.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The inverse document frequency that belongs to these weights, the one of BM25 (Robertson and Spärck Jones 1976)
     * kept above zero.
     *
     * @param documents how many documents there are
     * @param withTerm how many of them have the term
     * @return a factor above 0
     */
    public static double idf(long documents, long withTerm) {
        return Math.log1p((documents - withTerm + 0.5) / (withTerm + 0.5));
    }

    /**
     * The words of a document, weighted.
     *
     * @param layer the last layer's self-attention; the opening token's row is enough
     * @return a weight per word in the order of the text; special tokens, punctuation and stop words are left out
     * @throws InvalidRequestException if the opening token's row is missing
     */
    public List<TermWeight> of(AttentionLayer layer) {
        TokenSequence tokens = layer.keyTokens();
        double[] row = HeadMeans.row(layer, SignalInput.openingQuery(layer));
        TokenGroups words = TokenGroups.words(tokens);
        int[] wordOf = words.groupOfToken();
        double[] sums = new double[words.groups().size()];
        for (int position = 0; position < row.length; position++) {
            sums[wordOf[position]] += row[position];
        }
        Map<String, Double> best = new LinkedHashMap<>();
        for (int word = 0; word < sums.length; word++) {
            String text = words.groups().get(word).text().strip().toLowerCase(Locale.ROOT);
            if (isTerm(words.groups().get(word)) && !stopWords.contains(text)) {
                best.merge(normalizer.apply(text), sums[word], Math::max);
            }
        }
        return best.entrySet().stream()
                .map(it -> new TermWeight(it.getKey(), Math.pow(Math.log1p(it.getValue()), exponent)))
                .toList();
    }

    private static boolean isTerm(Token word) {
        return TokenKinds.ordinary(word) && !word.text().isBlank() && !TokenKinds.punctuation(word);
    }

    /**
     * Weighted words as findings, the largest weight first.
     *
     * @param weights weights
     * @return what to print, or to write as CSV or JSON
     */
    public static Findings findings(List<TermWeight> weights) {
        Findings.Builder findings = Findings.builder("term weights", List.of("term", "weight"));
        weights.stream()
                .sorted(Comparator.comparingDouble(TermWeight::weight).reversed())
                .forEach(it -> findings.row(it.term(), it.weight()));
        return findings.build();
    }

    /** Collects the options; not thread-safe. */
    public static final class Builder {
        private Set<String> stopWords = Set.of();
        private UnaryOperator<String> normalizer = UnaryOperator.identity();
        private double exponent = 0.5;

        private Builder() {}

        /**
         * Words to leave out; without this call none.
         *
         * @param newStopWords in lower case, compared before normalising
         * @return this builder
         */
        public Builder stopWords(Set<String> newStopWords) {
            this.stopWords = Set.copyOf(newStopWords);
            return this;
        }

        /**
         * What makes a term of a word, such as a stemmer; without this call words stay as they are. Must be what the
         * query's words go through.
         *
         * @param newNormalizer takes words in lower case
         * @return this builder
         */
        public Builder normalizer(UnaryOperator<String> newNormalizer) {
            this.normalizer = Objects.requireNonNull(newNormalizer, "normalizer");
            return this;
        }

        /**
         * How strongly large weights are pressed together; without this call 0.5.
         *
         * @param newExponent above 0
         * @return this builder
         * @throws IllegalArgumentException if it is not above 0
         */
        public Builder exponent(double newExponent) {
            if (!(newExponent > 0)) {
                throw new IllegalArgumentException("The exponent is above 0, not " + newExponent);
            }
            this.exponent = newExponent;
            return this;
        }

        /**
         * Makes the recipe.
         *
         * @return the recipe
         */
        public TermWeights build() {
            return new TermWeights(this);
        }
    }
}
