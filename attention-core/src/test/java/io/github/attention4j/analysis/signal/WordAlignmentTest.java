package io.github.attention4j.analysis.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.Constructed;
import io.github.attention4j.analysis.Reference;
import io.github.attention4j.analysis.compare.HeadRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WordAlignmentTest {
    private static final AttentionStack CROSS = Reference.pair(AttentionKind.CROSS);

    private static void assertLinks(WordAlignment alignment, String name) {
        double[] flat = alignment.links().stream()
                .flatMapToDouble(link -> java.util.stream.DoubleStream.of(link.query(), link.key()))
                .toArray();
        assertThat(flat).containsExactly(Reference.values("signals", name));
    }

    @Test
    void linksEqualNumpy() {
        assertLinks(WordAlignment.of(CROSS, AlignmentMethod.ARGMAX), "argmax");
        assertLinks(WordAlignment.of(CROSS, AlignmentMethod.MUTUAL_ARGMAX), "mutual-argmax");
        assertLinks(WordAlignment.of(CROSS, AlignmentMethod.ITERMAX), "itermax");
        assertLinks(WordAlignment.of(Reference.cat(), AlignmentMethod.ITERMAX), "itermax-cat");
    }

    @Test
    void noPathIsBetterThanTheOneFoundByTryingAll() {
        double[][] mean = mean(CROSS);
        double[][] gain = standardized(mean);
        double found = 0;
        for (AlignmentLink link : AlignmentMethod.MONOTONE.links(mean)) {
            found += gain[link.query()][link.key()];
            assertThat(link.weight()).isEqualTo(mean[link.query()][link.key()]);
        }
        assertThat(found).isCloseTo(Reference.values("signals", "best-path")[0], within(1e-6));
    }

    private static double[][] mean(AttentionStack stack) {
        double[][] mean =
                new double[stack.queryTokens().size()][stack.keyTokens().size()];
        stack.stream().forEach(layer -> {
            for (int head : layer.heads()) {
                for (int query = 0; query < mean.length; query++) {
                    for (int key = 0; key < mean[query].length; key++) {
                        mean[query][key] += layer.matrix(head).weight(query, key) / 6.0;
                    }
                }
            }
        });
        return mean;
    }

    private static double[][] standardized(double[][] weights) {
        int queries = weights.length;
        double[][] standard = new double[queries][weights[0].length];
        for (int key = 0; key < weights[0].length; key++) {
            double sum = 0;
            double squares = 0;
            for (double[] row : weights) {
                sum += row[key];
                squares += row[key] * row[key];
            }
            double mean = sum / queries;
            for (int query = 0; query < queries; query++) {
                standard[query][key] = (weights[query][key] - mean) / Math.sqrt(squares / queries - mean * mean);
            }
        }
        return standard;
    }

    /** The second layer of the pair as its only head 1: the mean over one head is that head. */
    @Test
    void namedHeadsAloneAreAsked() {
        WordAlignment one = WordAlignment.of(CROSS, Set.of(new HeadRef(1, 1)), AlignmentMethod.ARGMAX);
        for (AlignmentLink link : one.links()) {
            assertThat(link.weight()).isEqualTo(CROSS.matrix(1, 1).weight(link.query(), link.key()));
            for (int key = 0; key < 13; key++) {
                assertThat(CROSS.matrix(1, 1).weight(link.query(), key)).isLessThanOrEqualTo((float) link.weight());
            }
        }
        assertThat(one.keysOf(3)).hasSize(1);
        assertThat(one.findings().toText()).startsWith("alignment by argmax\n").contains("dog");
        assertThatThrownBy(() -> WordAlignment.of(CROSS, Set.of(), AlignmentMethod.ARGMAX))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> WordAlignment.of(CROSS, Set.of(new HeadRef(5, 0)), AlignmentMethod.ARGMAX))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("layer 5");
    }

    @Test
    void aPermutationIsFoundByAllButTheMonotonePath() {
        TokenSequence tokens = TokenSequence.ofPositions(6);
        AttentionStack swapped = Constructed.stack(
                AttentionKind.CROSS, tokens, Constructed.oneHot((query, size) -> (query + 2) % size, 6));
        for (AlignmentMethod method :
                List.of(AlignmentMethod.ARGMAX, AlignmentMethod.MUTUAL_ARGMAX, AlignmentMethod.ITERMAX)) {
            WordAlignment alignment = WordAlignment.of(swapped, method);
            assertThat(alignment.links()).hasSize(6);
            assertThat(alignment.keysOf(1)).containsExactly(3);
            assertThat(alignment.keysOf(5)).containsExactly(1);
        }
        AttentionStack diagonal = Constructed.stack(AttentionKind.CROSS, tokens, Constructed.IDENTITY);
        WordAlignment path = WordAlignment.of(diagonal, AlignmentMethod.MONOTONE);
        assertThat(path.links()).hasSize(6).allMatch(link -> link.query() == link.key());
    }

    @Property(tries = 100)
    void linksKeepTheLawsOfTheirMethods(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 9) int queries,
            @ForAll @IntRange(min = 1, max = 9) int keys) {
        double[][] weights = new double[queries][keys];
        Random random = new Random(seed);
        for (double[] row : weights) {
            for (int key = 0; key < keys; key++) {
                row[key] = random.nextDouble();
            }
        }
        Set<AlignmentLink> argmax = new HashSet<>(AlignmentMethod.ARGMAX.links(weights));
        Set<AlignmentLink> mutual = new HashSet<>(AlignmentMethod.MUTUAL_ARGMAX.links(weights));
        Set<AlignmentLink> iterated = new HashSet<>(AlignmentMethod.ITERMAX.links(weights));
        assertThat(argmax).hasSize(queries).containsAll(mutual);
        assertThat(iterated).containsAll(mutual);
        assertThat(mutual.stream().map(AlignmentLink::key).distinct().count()).isEqualTo(mutual.size());
        assertThat(transposed(AlignmentMethod.MUTUAL_ARGMAX.links(transposed(weights))))
                .containsExactlyInAnyOrderElementsOf(mutual);
        assertThat(transposed(AlignmentMethod.ITERMAX.links(transposed(weights))))
                .containsExactlyInAnyOrderElementsOf(iterated);
        List<AlignmentLink> path = new ArrayList<>(AlignmentMethod.MONOTONE.links(weights));
        assertThat(List.of(path.get(0).query(), path.get(0).key())).containsExactly(0, 0);
        AlignmentLink last = path.get(path.size() - 1);
        assertThat(List.of(last.query(), last.key())).containsExactly(queries - 1, keys - 1);
        for (int i = 1; i < path.size(); i++) {
            int down = path.get(i).query() - path.get(i - 1).query();
            int on = path.get(i).key() - path.get(i - 1).key();
            assertThat(List.of(List.of(0, 1), List.of(1, 0), List.of(1, 1))).contains(List.of(down, on));
        }
    }

    private static double[][] transposed(double[][] weights) {
        double[][] transposed = new double[weights[0].length][weights.length];
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights[i].length; j++) {
                transposed[j][i] = weights[i][j];
            }
        }
        return transposed;
    }

    private static List<AlignmentLink> transposed(List<AlignmentLink> links) {
        return links.stream()
                .map(link -> new AlignmentLink(link.key(), link.query(), link.weight()))
                .toList();
    }
}
