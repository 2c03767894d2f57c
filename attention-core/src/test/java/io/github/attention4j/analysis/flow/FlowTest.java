package io.github.attention4j.analysis.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.HeadVectors;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Selection;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.Constructed;
import io.github.attention4j.analysis.Reference;
import io.github.attention4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FlowTest {
    private static final double FLOAT = 1e-6;

    private static void assertRollout(Rollout rollout, String name) {
        Reference.assertClose(rollout.matrix(Reference.cat()).toArray(), Reference.values("rollout", name), FLOAT);
    }

    @Test
    void rolloutEqualsNumpyOnMiniLm() {
        assertRollout(Rollout.standard(), "mean");
        assertRollout(Rollout.builder().fusion(HeadFusion.MAX).build(), "max");
        assertRollout(Rollout.builder().fusion(HeadFusion.MIN).build(), "min");
        assertRollout(Rollout.builder().residual(0.2).build(), "residual-0.2");
        assertRollout(Rollout.builder().discard(0.5).build(), "discard-0.5");
        assertRollout(Rollout.builder().fromLayer(2).build(), "from-layer-2");
        assertRollout(Rollout.builder().product(MatrixProduct.PARALLEL).build(), "mean");
    }

    @Test
    void oneRowIsARowOfTheMatrix() {
        double[] expected = Reference.values("rollout", "mean");
        for (int query = 0; query < 8; query++) {
            Reference.assertClose(
                    Rollout.standard().row(Reference.cat(), query),
                    Arrays.copyOfRange(expected, query * 8, query * 8 + 8),
                    FLOAT);
        }
    }

    @Test
    void encoderAndDecoderAreChained() {
        AttentionResult.Builder result = AttentionResult.builder();
        for (AttentionKind kind : AttentionKind.values()) {
            Reference.pair(kind).stream().forEach(result::layer);
        }
        Rollout.Chained chained = Rollout.standard().chained(result.build());
        Reference.assertClose(chained.decoder().toArray(), Reference.values("rollout", "decoder-own"), FLOAT);
        Reference.assertClose(chained.encoder().toArray(), Reference.values("rollout", "decoder-source"), FLOAT);
        double sum = Arrays.stream(chained.decoder().row(3)).sum()
                + Arrays.stream(chained.encoder().row(3)).sum();
        assertThat(sum).isCloseTo(1, within(FLOAT));
    }

    @Property(tries = 60)
    void rolloutRowsSumToOneAndTokensMayBePermuted(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 24) int size,
            @ForAll @IntRange(min = 1, max = 4) int layers) {
        AttentionStack stack = Constructed.random(seed, layers, 2, TokenSequence.ofPositions(size));
        FlowMatrix rollout = Rollout.standard().matrix(stack);
        int[] order = new Random(seed).ints(0, size).distinct().limit(size).toArray();
        FlowMatrix permuted = Rollout.standard().matrix(permuted(stack, order));
        for (int query = 0; query < size; query++) {
            assertThat(Arrays.stream(rollout.row(query)).sum()).isCloseTo(1, within(1e-5));
            for (int key = 0; key < size; key++) {
                assertThat(permuted.value(query, key))
                        .isCloseTo(rollout.value(order[query], order[key]), within(FLOAT));
            }
        }
    }

    private static AttentionStack permuted(AttentionStack stack, int[] order) {
        int size = order.length;
        return AttentionStack.of(stack.stream()
                .map(layer -> {
                    float[] weights = new float[layer.weights().remaining()];
                    for (int i = 0; i < weights.length; i++) {
                        int query = order[i / size % size];
                        weights[i] =
                                layer.weights().get(i / size / size * size * size + query * size + order[i % size]);
                    }
                    return AttentionLayer.builder(layer.kind(), layer.number())
                            .tokens(layer.queryTokens())
                            .weights(weights)
                            .build();
                })
                .toList());
    }

    @Test
    void identityRollsOutToIdentityAndUniformToItsMixture() {
        TokenSequence tokens = TokenSequence.ofPositions(5);
        AttentionStack identity = Constructed.stack(AttentionKind.ENCODER, tokens, Constructed.IDENTITY);
        assertThat(Rollout.standard().matrix(identity).row(2)).containsExactly(0, 0, 1, 0, 0);
        AttentionStack uniform = Constructed.stack(AttentionKind.ENCODER, tokens, Constructed.uniform(5));
        Reference.assertClose(Rollout.standard().matrix(uniform).row(0), new double[] {0.6, 0.1, 0.1, 0.1, 0.1}, 1e-7);
    }

    @Test
    void theProductIsExactEnoughAtFullLength() {
        int size = 130;
        Random random = new Random(5);
        float[] left = Constructed.rows(random, size, size);
        float[] right = Constructed.rows(random, size, size);
        for (MatrixProduct product : List.of(MatrixProduct.PLAIN, MatrixProduct.PARALLEL)) {
            float[] result = new float[size * size];
            product.multiply(left, right, result, size, size, size);
            for (int i = 0; i < result.length; i++) {
                double exact = 0;
                for (int k = 0; k < size; k++) {
                    exact += (double) left[i / size * size + k] * right[k * size + i % size];
                }
                assertThat((double) result[i]).isCloseTo(exact, within(FLOAT));
            }
        }
    }

    @Test
    void flowEqualsAnotherAlgorithmOnMiniLm() {
        Reference.assertClose(AttentionFlow.matrix(Reference.cat()).toArray(), Reference.values("flow"), FLOAT);
    }

    /** The smallest cut, by trying every one (Ford and Fulkerson 1956). */
    @Property(tries = 40)
    void flowIsTheSmallestCut(@ForAll long seed) {
        int size = 3;
        AttentionStack stack = Constructed.random(seed, 3, 1, TokenSequence.ofPositions(size));
        LayerMixing mixing = new LayerMixing(HeadFusion.MEAN, 0.5, 0);
        float[][] capacities = stack.stream().map(mixing::withResidual).toArray(float[][]::new);
        for (int query = 0; query < size; query++) {
            double[] row = AttentionFlow.row(stack, query);
            for (int key = 0; key < size; key++) {
                assertThat(row[key]).isCloseTo(smallestCut(capacities, size, query, key), within(1e-9));
            }
        }
    }

    private static double smallestCut(float[][] capacities, int size, int query, int key) {
        int nodes = (capacities.length + 1) * size;
        int source = capacities.length * size + query;
        double smallest = Double.POSITIVE_INFINITY;
        for (int side = 0; side < 1 << nodes; side++) {
            if ((side >> source & 1) == 1 && (side >> key & 1) == 0) {
                double cut = 0;
                for (int from = size; from < nodes; from++) {
                    for (int j = 0; j < size; j++) {
                        int to = (from / size - 1) * size + j;
                        boolean crosses = (side >> from & 1) == 1 && (side >> to & 1) == 0;
                        cut += crosses ? capacities[from / size - 1][from % size * size + j] : 0;
                    }
                }
                smallest = Math.min(smallest, cut);
            }
        }
        return smallest;
    }

    @Test
    void normsEqualNumpy() {
        AttentionLayer base = Reference.pair(AttentionKind.ENCODER).layer(1);
        AttentionLayer layer = AttentionLayer.builder(AttentionKind.ENCODER, 1)
                .tokens(base.queryTokens())
                .weights(base.weights())
                .values(HeadVectors.wrap(FloatBuffer.wrap(Reference.pairArray("values")), 3, 13, 4))
                .build();
        NormBasedAttention norms =
                NormBasedAttention.of(layer, Tensor.ofFloats(Reference.pairArray("projection"), 12, 12));
        double[] single = Reference.values("norms", "single");
        for (int head = 0; head < 3; head++) {
            double[] expected = Arrays.copyOfRange(single, head * 169, head * 169 + 169);
            Reference.assertClose(norms.head(head).toArray(), expected, FLOAT);
        }
        Reference.assertClose(norms.allHeads().toArray(), Reference.values("norms", "together"), FLOAT);
        assertThatThrownBy(() -> NormBasedAttention.of(base, Tensor.ofFloats(new float[1], 1, 1)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("vectors(true)");
        assertThatThrownBy(() -> NormBasedAttention.of(layer, Tensor.ofFloats(new float[4], 2, 2)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("[12, width]");
    }

    @Test
    void relevanceEqualsNumpy() {
        AttentionStack pair = Reference.pair(AttentionKind.ENCODER);
        float[] gradients = Reference.pairArray("gradients");
        int perLayer = gradients.length / 2;
        AttentionStack stack = AttentionStack.of(pair.stream()
                .map(layer -> AttentionLayer.builder(layer.kind(), layer.number())
                        .tokens(layer.queryTokens())
                        .weights(layer.weights())
                        .gradients(FloatBuffer.wrap(Arrays.copyOfRange(
                                gradients, layer.number() * perLayer, (layer.number() + 1) * perLayer)))
                        .build())
                .toList());
        Reference.assertClose(GradientRelevance.of(stack).toArray(), Reference.values("relevance"), FLOAT);
        assertThatThrownBy(() -> GradientRelevance.of(pair))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("gradients");
    }

    @Test
    void gapsAndCrossAttentionAreRefused() {
        AttentionStack gap = Reference.cat().select(Selection.of(0, 2));
        assertThatThrownBy(() -> Rollout.standard().matrix(gap))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("gap");
        assertThatThrownBy(() -> Rollout.standard().matrix(Reference.pair(AttentionKind.CROSS)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("encoder and decoder");
        assertThatThrownBy(() -> Rollout.builder().residual(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void findingsNameTheTokens() {
        assertThat(Rollout.standard()
                        .matrix(Reference.cat())
                        .findings("rollout")
                        .toText())
                .startsWith("rollout\nquery")
                .contains("2 cat");
    }
}
