package io.github.attention4j.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.RowMeaning;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.internal.Entropy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeadMetricsTest {
    private static final double EXACT = 1e-12;
    private static final double FLOAT = 1e-6;

    @ParameterizedTest
    @EnumSource(HeadMetric.class)
    void metricsEqualNumpyOnMiniLm(HeadMetric metric) {
        HeadMetrics metrics = HeadMetrics.of(Reference.cat());
        Reference.assertTable(metrics.table(metric), Reference.values("minilm", metric.label()), FLOAT);
    }

    @ParameterizedTest
    @EnumSource(HeadMetric.class)
    void metricsEqualNumpyOnTwoSentences(HeadMetric metric) {
        HeadMetrics metrics = HeadMetrics.of(Reference.pair(AttentionKind.ENCODER));
        Reference.assertTable(metrics.table(metric), Reference.values("pair", metric.label()), FLOAT);
    }

    @ParameterizedTest
    @EnumSource(HeadMetric.class)
    void metricsEqualNumpyOnCausalAttention(HeadMetric metric) {
        HeadMetrics metrics = HeadMetrics.of(Reference.pair(AttentionKind.DECODER));
        Reference.assertTable(metrics.table(metric), Reference.values("causal", metric.label()), FLOAT);
    }

    private static double value(AttentionStack stack, HeadMetric metric) {
        return HeadMetrics.of(stack).table(metric).value(0, 0);
    }

    private static AttentionStack of(TokenSequence tokens, Constructed.Weight weight) {
        return Constructed.stack(AttentionKind.ENCODER, tokens, weight);
    }

    @Test
    void uniformAttentionHasTheClosedForms() {
        int n = 16;
        AttentionStack uniform = of(TokenSequence.ofPositions(n), Constructed.uniform(n));
        assertThat(value(uniform, HeadMetric.ENTROPY)).isEqualTo(4);
        assertThat(value(uniform, HeadMetric.NORMALIZED_ENTROPY)).isCloseTo(1, within(EXACT));
        assertThat(value(uniform, HeadMetric.DISTANCE)).isCloseTo((n * n - 1) / (3.0 * n), within(EXACT));
        assertThat(value(uniform, HeadMetric.SIGNED_DISTANCE)).isCloseTo(0, within(EXACT));
        assertThat(value(uniform, HeadMetric.CONFIDENCE)).isEqualTo(1.0 / n);
        for (HeadMetric share : List.of(HeadMetric.SELF, HeadMetric.PREVIOUS, HeadMetric.NEXT, HeadMetric.FIRST)) {
            assertThat(value(uniform, share)).as(share.label()).isEqualTo(1.0 / n);
        }
    }

    @Test
    void identityLooksOnlyAtItself() {
        AttentionStack identity = of(TokenSequence.ofPositions(7), Constructed.IDENTITY);
        assertThat(value(identity, HeadMetric.ENTROPY)).isZero();
        assertThat(value(identity, HeadMetric.NORMALIZED_ENTROPY)).isZero();
        assertThat(value(identity, HeadMetric.DISTANCE)).isZero();
        assertThat(value(identity, HeadMetric.SELF)).isEqualTo(1);
        assertThat(value(identity, HeadMetric.CONFIDENCE)).isEqualTo(1);
        assertThat(value(identity, HeadMetric.PREVIOUS)).isZero();
        assertThat(value(identity, HeadMetric.FIRST)).isCloseTo(1.0 / 7, within(EXACT));
        assertThat(EffectiveRank.of(identity).value(0, 0)).isCloseTo(7, within(1e-9));
    }

    @Test
    void causalUniformAttentionHasTheClosedForms() {
        int n = 9;
        AttentionStack causal =
                Constructed.stack(AttentionKind.DECODER, TokenSequence.ofPositions(n), Constructed.CAUSAL_UNIFORM);
        double entropy = IntStream.rangeClosed(1, n).mapToDouble(Math::log).sum() / Math.log(2) / n;
        double harmonic = IntStream.rangeClosed(1, n).mapToDouble(i -> 1.0 / i).sum();
        assertThat(value(causal, HeadMetric.ENTROPY)).isCloseTo(entropy, within(FLOAT));
        assertThat(value(causal, HeadMetric.NORMALIZED_ENTROPY)).isCloseTo((n - 1.0) / n, within(FLOAT));
        assertThat(value(causal, HeadMetric.DISTANCE)).isCloseTo((n - 1) / 4.0, within(FLOAT));
        assertThat(value(causal, HeadMetric.SIGNED_DISTANCE)).isCloseTo(-(n - 1) / 4.0, within(FLOAT));
        assertThat(value(causal, HeadMetric.FIRST)).isCloseTo(harmonic / n, within(FLOAT));
        assertThat(value(causal, HeadMetric.SELF)).isCloseTo(harmonic / n, within(FLOAT));
        assertThat(value(causal, HeadMetric.PREVIOUS)).isCloseTo((harmonic - 1) / (n - 1), within(FLOAT));
        assertThat(value(causal, HeadMetric.NEXT)).isZero();
    }

    @Test
    void oneHotHeadsAreWhatTheyLookAt() {
        int n = 6;
        TokenSequence tokens = TokenSequence.ofTexts("[CLS]", "a", "b", ".", "a", "[SEP]");
        AttentionStack stack = Constructed.stack(
                AttentionKind.ENCODER,
                tokens,
                Constructed.oneHot((query, size) -> Math.max(0, query - 1), n),
                Constructed.oneHot((query, size) -> Math.min(size - 1, query + 1), n),
                Constructed.oneHot((query, size) -> 5, n),
                Constructed.oneHot((query, size) -> query == 1 ? 4 : query == 4 ? 1 : 3, n));
        HeadMetrics metrics = HeadMetrics.of(stack);
        assertThat(metrics.table(HeadMetric.PREVIOUS).value(0, 0)).isEqualTo(1);
        assertThat(metrics.table(HeadMetric.NEXT).value(0, 1)).isEqualTo(1);
        assertThat(metrics.table(HeadMetric.SEP).value(0, 2)).isEqualTo(1);
        assertThat(metrics.table(HeadMetric.CONFIDENCE).value(0, 2)).isZero();
        assertThat(metrics.table(HeadMetric.SAME_TOKEN).value(0, 3)).isEqualTo(2.0 / 6);
        assertThat(metrics.table(HeadMetric.PUNCTUATION).value(0, 3)).isEqualTo(4.0 / 6);
        assertThat(metrics.table(HeadMetric.CLS).value(0, 0)).isEqualTo(2.0 / 6);
    }

    @Test
    void rowsOfOneKeyAndRowsOfZerosGiveNumbers() {
        AttentionStack single = of(TokenSequence.ofPositions(1), Constructed.IDENTITY);
        AttentionStack masked = of(TokenSequence.ofPositions(4), (query, key) -> query > 1 || key > 1 ? 0 : 0.5);
        AttentionStack nothing = of(TokenSequence.ofPositions(4), (query, key) -> 0);
        for (AttentionStack stack : List.of(single, masked, nothing)) {
            HeadMetrics metrics = HeadMetrics.of(stack);
            for (HeadMetric metric : metrics.metrics()) {
                assertThat(metrics.table(metric).value(0, 0)).as(metric.label()).isNotNaN();
            }
            assertThat(EffectiveRank.of(stack).value(0, 0)).isNotNaN();
        }
        assertThat(value(single, HeadMetric.SELF)).isEqualTo(1);
        assertThat(value(masked, HeadMetric.NORMALIZED_ENTROPY)).isEqualTo(0.5);
    }

    @Test
    void selectedRowsAndColumnsKeepTheirDistances() {
        TokenSequence all = TokenSequence.ofPositions(8);
        AttentionStack stack = AttentionStack.of(List.of(AttentionLayer.builder(AttentionKind.ENCODER, 3)
                .tokens(all.select(List.of(2, 6)), all.select(List.of(1, 5, 6)))
                .weights(new float[] {1, 0, 0, 0, 0.5f, 0.5f})
                .rowMeaning(RowMeaning.SLICED)
                .build()));
        HeadMetrics metrics = HeadMetrics.of(stack);
        assertThat(metrics.table(HeadMetric.PREVIOUS).value(3, 0)).isEqualTo(0.75);
        assertThat(metrics.table(HeadMetric.SELF).value(3, 0)).isEqualTo(0.5);
        assertThat(metrics.table(HeadMetric.SIGNED_DISTANCE).value(3, 0)).isEqualTo(-0.75);
    }

    @Test
    void windowsAreMoreRows() {
        AttentionStack stack = AttentionStack.of(List.of(AttentionLayer.builder(AttentionKind.ENCODER, 0)
                .tokens(TokenSequence.ofPositions(2))
                .windowCount(2)
                .weights(new float[] {1, 0, 0, 1, /* head 1 */ 0, 1, 1, 0, /* window 1 */ 0, 1, 0, 1, 1, 0, 1, 0})
                .build()));
        HeadTable self = HeadMetrics.of(stack).table(HeadMetric.SELF);
        assertThat(self.value(0, 0)).isEqualTo(0.75);
        assertThat(self.value(0, 1)).isEqualTo(0.25);
    }

    @Test
    void crossAttentionHasNoDistance() {
        HeadMetrics metrics = HeadMetrics.of(Reference.pair(AttentionKind.CROSS));
        assertThat(metrics.metrics()).contains(HeadMetric.ENTROPY).doesNotContain(HeadMetric.DISTANCE);
        assertThatThrownBy(() -> metrics.table(HeadMetric.DISTANCE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("distance")
                .hasMessageContaining("entropy");
    }

    @Test
    void maximaOverHeadsAreRefused() {
        AttentionStack stack = AttentionStack.of(List.of(AttentionLayer.builder(AttentionKind.ENCODER, 0)
                .tokens(TokenSequence.ofPositions(1))
                .weights(new float[] {1})
                .rowMeaning(RowMeaning.HEAD_MAX)
                .build()));
        assertThatThrownBy(() -> HeadMetrics.of(stack))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("HEAD_MAX");
    }

    @Test
    void effectiveRankEqualsNumpy() {
        for (String name : List.of("minilm", "pair", "causal")) {
            AttentionStack stack = name.equals("minilm")
                    ? Reference.cat()
                    : Reference.pair(name.equals("pair") ? AttentionKind.ENCODER : AttentionKind.DECODER);
            Reference.assertTable(EffectiveRank.of(stack), Reference.values(name, "effective-rank"), FLOAT);
        }
    }

    @Test
    void variabilityEqualsNumpy() {
        List<AttentionStack> inputs =
                List.of(Reference.cat(), Reference.pair(AttentionKind.ENCODER), Reference.pair(AttentionKind.DECODER));
        List<AttentionStack> alike =
                inputs.stream().map(HeadMetricsTest::firstHeads).toList();
        Reference.assertTable(PositionalVariability.of(alike, 10), Reference.values("variability"), FLOAT);
        assertThat(PositionalVariability.of(List.of(alike.get(0), alike.get(0)), 8)
                        .value(1, 2))
                .isZero();
    }

    /** Two layers of three heads, all called encoder. */
    private static AttentionStack firstHeads(AttentionStack stack) {
        return AttentionStack.of(stack.stream()
                .limit(2)
                .map(layer -> {
                    float[] all = new float[layer.weights().remaining()];
                    layer.weights().get(all);
                    int size = layer.queryTokens().size();
                    return AttentionLayer.builder(AttentionKind.ENCODER, layer.number())
                            .tokens(layer.queryTokens())
                            .weights(Arrays.copyOf(all, 3 * size * size))
                            .build();
                })
                .toList());
    }

    @Test
    void theTableOfLogarithmsKeepsItsPromise() {
        for (float weight = 1e-30f; weight <= 1; weight = Math.nextUp(weight) * 1.00013f) {
            double w = weight;
            double exact = -w * Math.log(w) / Math.log(2);
            assertThat(Entropy.bits(new float[] {weight}, 1)).isCloseTo(exact, within(2e-9 * w + 1e-15));
        }
        for (int exponent = 0; exponent < 30; exponent++) {
            float power = Math.scalb(1f, -exponent);
            assertThat(Entropy.bits(new float[] {power}, 1)).isEqualTo((double) power * exponent);
        }
        assertThat(Entropy.bits(new float[] {0, Float.MIN_VALUE}, 2)).isBetween(0.0, 1e-40);
    }
}
