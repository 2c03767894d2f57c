package io.github.attention4j.analysis.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.Constructed;
import io.github.attention4j.analysis.HeadTable;
import io.github.attention4j.analysis.Reference;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CompareTest {
    @Test
    void distancesEqualNumpyOnMiniLm() {
        HeadDistances distances = HeadDistances.among(Reference.cat());
        double[] expected = Reference.values("js");
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < 72; j++) {
                assertThat(distances.value(i, j)).isCloseTo(expected[i * 72 + j], within(1e-6));
            }
        }
        assertThat(distances.heads().get(13)).hasToString("1.1");
    }

    @Property(tries = 200)
    void theDistanceIsAMetric(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int size) {
        AttentionStack stack = Constructed.random(seed, 1, 3, TokenSequence.ofPositions(size));
        AttentionMatrix a = stack.matrix(0, 0);
        AttentionMatrix b = stack.matrix(0, 1);
        AttentionMatrix c = stack.matrix(0, 2);
        double ab = JensenShannon.distance(a, b);
        assertThat(JensenShannon.distance(a, a)).isZero();
        assertThat(JensenShannon.distance(b, a)).isEqualTo(ab);
        assertThat(ab).isBetween(0.0, 1 + 1e-6);
        assertThat(ab).isLessThanOrEqualTo(JensenShannon.distance(a, c) + JensenShannon.distance(c, b) + 1e-12);
        assertThat(size == 1 || ab > 0).isTrue();
    }

    @Test
    void nothingInCommonIsOneApart() {
        AttentionStack stack = Constructed.stack(
                AttentionKind.ENCODER,
                TokenSequence.ofPositions(4),
                Constructed.oneHot((query, size) -> 0, 4),
                Constructed.oneHot((query, size) -> 1, 4),
                Constructed.uniform(4));
        assertThat(JensenShannon.distance(stack.matrix(0, 0), stack.matrix(0, 1)))
                .isCloseTo(1, within(1e-15));
        // JS of a unit vector and uniform over 4: 1/2 log2(8/5) + 1/2 (1/4 log2(2/5) + 3/4).
        double exact = 0.5 * Math.log(1.6) / Math.log(2) + 0.5 * (0.25 * Math.log(0.4) / Math.log(2) + 0.75);
        assertThat(JensenShannon.distance(stack.matrix(0, 0), stack.matrix(0, 2)))
                .isCloseTo(Math.sqrt(exact), within(1e-12));
        assertThatThrownBy(() -> JensenShannon.distance(
                        stack.matrix(0, 0), Reference.cat().matrix(0, 0)))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void theSameHeadInTwoResults() {
        HeadTable between =
                HeadDistances.between(Reference.pair(AttentionKind.ENCODER), Reference.pair(AttentionKind.ENCODER));
        assertThat(between.value(1, 2)).isZero();
        HeadTable causal =
                HeadDistances.between(Reference.pair(AttentionKind.ENCODER), Reference.pair(AttentionKind.DECODER));
        assertThat(causal.value(1, 2)).isBetween(0.1, 1.0);
    }

    private static HeadDistances ofPoints(double[][] points) {
        int n = points.length;
        double[][] values = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                values[i][j] = Math.hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]);
            }
        }
        List<HeadRef> heads =
                IntStream.range(0, n).mapToObj(i -> new HeadRef(0, i)).toList();
        return HeadDistances.of(heads, values);
    }

    @Property(tries = 50)
    void pointsOfAPlaneAreFoundAgain(@ForAll long seed, @ForAll @IntRange(min = 1, max = 25) int count) {
        Random random = new Random(seed);
        double[][] points = random.doubles(count)
                .mapToObj(x -> new double[] {x, random.nextGaussian()})
                .toArray(double[][]::new);
        HeadDistances distances = ofPoints(points);
        HeadEmbedding embedding = HeadEmbedding.of(distances);
        assertThat(embedding.explained()).isCloseTo(1, within(1e-9));
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                HeadEmbedding.Point a = embedding.points().get(i);
                HeadEmbedding.Point b = embedding.points().get(j);
                assertThat(Math.hypot(a.x() - b.x(), a.y() - b.y())).isCloseTo(distances.value(i, j), within(1e-7));
            }
        }
    }

    @Test
    void clustersAreWhatIsCloseTogether() {
        HeadDistances distances = ofPoints(new double[][] {{0, 0}, {9, 9}, {0.1, 0}, {9, 9.2}, {0, 0.3}, {-50, 3}});
        HeadClusters clusters = HeadClusters.of(distances, 3);
        assertThat(clusters.clusters().toString()).isEqualTo("[[0.0, 0.2, 0.4], [0.1, 0.3], [0.5]]");
        assertThat(HeadClusters.of(distances, 6).clusters()).hasSize(6);
        assertThat(clusters.findings().toCsv()).startsWith("cluster,layer,head\r\n0,0,0\r\n0,0,2\r\n");
        assertThatThrownBy(() -> HeadClusters.of(distances, 7)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void layerSimilarityEqualsNumpyOnMiniLm() {
        LayerSimilarity similarity = LayerSimilarity.of(Reference.cat());
        double[] expected = Reference.values("cka");
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                assertThat(similarity.value(i, j)).isCloseTo(expected[i * 6 + j], within(1e-6));
            }
        }
        assertThat(similarity.findings().toText()).contains("layer 5");
    }

    @Property(tries = 40)
    void theOrderOfHeadsDoesNotChangeSimilarity(@ForAll long seed) {
        AttentionStack stack = Constructed.random(seed, 2, 2, TokenSequence.ofPositions(7));
        float[] swapped = new float[2 * 49];
        stack.layer(1).matrix(0).copyTo(swapped, 49);
        stack.layer(1).matrix(1).copyTo(swapped, 0);
        AttentionStack other = AttentionStack.of(List.of(
                stack.layer(0),
                AttentionLayer.builder(AttentionKind.ENCODER, 1)
                        .tokens(stack.keyTokens())
                        .weights(swapped)
                        .build()));
        assertThat(LayerSimilarity.of(other).value(0, 1))
                .isCloseTo(LayerSimilarity.of(stack).value(0, 1), within(1e-12));
    }

    @Test
    void resultsAreComparedAtTheTokensThatBothHave() {
        TokenSequence longer = TokenSequence.ofTexts("[CLS]", "the", "big", "cat", "sat", "[SEP]");
        TokenSequence shorter = TokenSequence.ofTexts("[CLS]", "the", "cat", "slept", "[SEP]");
        AttentionStack before =
                Constructed.stack(AttentionKind.ENCODER, longer, Constructed.oneHot((query, size) -> 3, 6));
        AttentionStack now =
                Constructed.stack(AttentionKind.ENCODER, shorter, Constructed.oneHot((query, size) -> 1, 5));
        AttentionDifference difference = AttentionDifference.of(before, now);
        assertThat(difference.keyTokens().texts()).containsExactly("[CLS]", "the", "cat", "[SEP]");
        assertThat(difference.queryTokens()).isEqualTo(difference.keyTokens());
        assertThat(difference.matrix(0, 0)[2]).containsExactly(0, 1, -1, 0);
        assertThat(difference.change().value(0, 0)).isEqualTo(2);
        assertThatThrownBy(() -> AttentionDifference.of(
                        before,
                        Constructed.stack(AttentionKind.ENCODER, TokenSequence.ofTexts("x"), Constructed.IDENTITY)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no tokens in common");
    }
}
