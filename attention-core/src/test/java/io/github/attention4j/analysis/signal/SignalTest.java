package io.github.attention4j.analysis.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.GenerationStep;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.Constructed;
import io.github.attention4j.analysis.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SignalTest {
    private static final double FLOAT = 1e-6;
    private static final AttentionLayer LAST = Reference.cat().layer(5);

    private static double[] weights(List<TermWeight> terms) {
        return terms.stream().mapToDouble(TermWeight::weight).toArray();
    }

    @Test
    void importanceEqualsNumpy() {
        Reference.assertClose(
                TokenImportance.openingRow(LAST).toArray(), Reference.values("signals", "cls-row"), FLOAT);
        Reference.assertClose(TokenImportance.row(LAST, 0).toArray(), Reference.values("signals", "cls-row"), FLOAT);
        Reference.assertClose(
                TokenImportance.columnMass(LAST).toArray(), Reference.values("signals", "column-mass"), FLOAT);
        AttentionLayer causal = Reference.pair(AttentionKind.DECODER).layer(0);
        Reference.assertClose(
                TokenImportance.columnMeanOfSeers(causal).toArray(), Reference.values("signals", "column-mean"), FLOAT);
        double[] rollout = Arrays.copyOfRange(Reference.values("rollout", "mean"), 0, 8);
        Reference.assertClose(TokenImportance.rollout(Reference.cat(), 0).toArray(), rollout, FLOAT);
    }

    @Test
    void importanceOfUniformAttention() {
        TokenSequence tokens = TokenSequence.ofPositions(4);
        AttentionLayer uniform = Constructed.stack(AttentionKind.ENCODER, tokens, Constructed.uniform(4))
                .layer(0);
        assertThat(TokenImportance.columnMass(uniform).toArray()).containsExactly(0.25, 0.25, 0.25, 0.25);
        AttentionLayer causal = Constructed.stack(AttentionKind.DECODER, tokens, Constructed.CAUSAL_UNIFORM)
                .layer(0);
        // Key 3 is seen by itself only, with weight 1/4; key 0 by all, with 1, 1/2, 1/3, 1/4.
        double[] seers = TokenImportance.columnMeanOfSeers(causal).toArray();
        assertThat(seers[3]).isEqualTo(0.25);
        assertThat(seers[0]).isCloseTo((1 + 0.5 + 1 / 3.0 + 0.25) / 4, within(1e-7));
        assertThat(TokenImportance.columnMass(causal).ranked()).containsExactly(0, 1, 2, 3);
        assertThatThrownBy(() -> TokenImportance.openingRow(uniform))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("[CLS]");
    }

    @Property(tries = 100)
    void importanceSumsToOne(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int size) {
        AttentionStack stack = Constructed.random(seed, 2, 3, TokenSequence.ofPositions(size));
        for (TokenScores scores : List.of(
                TokenImportance.row(stack.layer(1), size - 1),
                TokenImportance.columnMass(stack.layer(0)),
                TokenImportance.rollout(stack, 0))) {
            assertThat(Arrays.stream(scores.toArray()).sum())
                    .as(scores.measure())
                    .isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void termWeightsEqualNumpy() {
        List<TermWeight> terms =
                TermWeights.builder().stopWords(Set.of("on")).build().of(LAST);
        assertThat(terms).extracting(TermWeight::term).containsExactly("the", "cat", "sat", "mat");
        Reference.assertClose(weights(terms), Reference.values("signals", "terms"), FLOAT);
        AttentionLayer pieces = AttentionLayer.builder(AttentionKind.ENCODER, 5)
                .tokens(TokenSequence.ofTexts("[CLS]", "the", "cat", "##s", "at", "##on", "the", "[SEP]"))
                .weights(LAST.weights())
                .build();
        List<TermWeight> merged = TermWeights.builder().build().of(pieces);
        assertThat(merged).extracting(TermWeight::term).containsExactly("the", "cats", "aton");
        Reference.assertClose(weights(merged), Reference.values("signals", "pieces"), FLOAT);
        assertThat(TermWeights.findings(merged).rows()).hasSize(3);
    }

    @Test
    void termsAreNormalisedPunctuationIsNone() {
        TokenSequence tokens = TokenSequence.ofTexts("[CLS]", "Cats", ",", "cat", "[SEP]");
        float[] weights = new float[25];
        System.arraycopy(new float[] {0.1f, 0.2f, 0.3f, 0.25f, 0.15f}, 0, weights, 0, 5);
        AttentionLayer layer = AttentionLayer.builder(AttentionKind.ENCODER, 0)
                .tokens(tokens)
                .weights(weights)
                .build();
        TermWeights recipe = TermWeights.builder()
                .normalizer(word -> word.replaceAll("s$", ""))
                .exponent(1)
                .build();
        assertThat(recipe.of(layer)).hasSize(1).allSatisfy(it -> {
            assertThat(it.term()).isEqualTo("cat");
            assertThat(it.weight()).isCloseTo(Math.log(1.25), within(1e-7));
        });
        assertThatThrownBy(() -> TermWeights.builder().exponent(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rareTermsCountMore() {
        assertThat(TermWeights.idf(10, 10)).isCloseTo(Math.log(1 + 0.5 / 10.5), within(1e-12));
        assertThat(TermWeights.idf(1000, 1)).isGreaterThan(TermWeights.idf(1000, 2));
    }

    @Test
    void lookbackRatioEqualsNumpy() {
        AttentionStack causal = Reference.pair(AttentionKind.DECODER);
        LookbackRatio lookback = LookbackRatio.of(causal, List.of(0, 2, 3, 5), 8);
        double[] expected = Reference.values("signals", "lookback");
        assertThat(lookback.generated().texts()).containsExactly("a", "dog", "sat", ".", "[SEP]");
        for (int layer = 0; layer < 2; layer++) {
            for (int head = 0; head < 3; head++) {
                for (int token = 0; token < 5; token++) {
                    double value = expected[(layer * 3 + head) * 5 + token];
                    assertThat(lookback.ratio(token, layer, head)).isCloseTo(value, within(FLOAT));
                    assertThat(lookback.features(token)[layer * 3 + head]).isCloseTo(value, within(FLOAT));
                }
                double mean = Arrays.stream(expected, (layer * 3 + head) * 5, (layer * 3 + head) * 5 + 5)
                        .average()
                        .orElseThrow();
                assertThat(lookback.meanByHead().value(layer, head)).isCloseTo(mean, within(FLOAT));
            }
        }
        assertThat(lookback.findings().rows()).hasSize(5);
    }

    /** Uniform rows give a context token as much as a generated one, however many there are of each. */
    @Property(tries = 50)
    void lookbackOfUniformAttentionIsOneHalf(
            @ForAll @IntRange(min = 1, max = 12) int prompt, @ForAll @IntRange(min = 1, max = 12) int generated) {
        TokenSequence tokens = TokenSequence.ofPositions(prompt + generated);
        AttentionStack stack = Constructed.stack(AttentionKind.DECODER, tokens, Constructed.CAUSAL_UNIFORM);
        AttentionResult result = AttentionResult.builder()
                .layer(stack.layer(0))
                .step(new GenerationStep(0, prompt))
                .step(new GenerationStep(prompt, generated))
                .build();
        LookbackRatio lookback = LookbackRatio.onPrompt(result);
        for (int token = 0; token < generated; token++) {
            assertThat(lookback.ratio(token, 0, 0)).isCloseTo(0.5, within(1e-9));
        }
    }

    @Test
    void lookbackNeedsContextBeforeWhatWasGenerated() {
        AttentionStack causal = Reference.pair(AttentionKind.DECODER);
        assertThatThrownBy(() -> LookbackRatio.of(causal, List.of(9), 8))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("0 to 7");
        assertThatThrownBy(() -> LookbackRatio.of(causal, List.of(0), 13)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> LookbackRatio.onPrompt(
                        AttentionResult.builder().layer(causal.layer(0)).build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("steps");
    }
}
