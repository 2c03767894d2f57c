package io.github.attention4j.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeadSearchTest {
    private static AttentionStack oneHot(TokenSequence tokens, IntUnaryOperator key) {
        return Constructed.stack(
                AttentionKind.DECODER,
                tokens,
                Constructed.oneHot((query, size) -> key.applyAsInt(query), tokens.size()));
    }

    /** Random tokens, then the same again: the way induction heads are looked for. */
    private static TokenSequence repeated(int length) {
        long[] half = new Random(3).longs(0, 1L << 40).distinct().limit(length).toArray();
        return TokenSequence.ofIds(
                IntStream.range(0, 2 * length).mapToLong(i -> half[i % length]).toArray());
    }

    @Test
    void inductionIsExactOnAConstructedHead() {
        int length = 12;
        TokenSequence tokens = repeated(length);
        AttentionStack head = oneHot(tokens, query -> query < length ? 0 : query - length + 1);
        assertThat(HeadSearch.scores(head, HeadPattern.induction()).value(0, 0)).isEqualTo(1);
        AttentionStack duplicate = oneHot(tokens, query -> query < length ? 0 : query - length);
        assertThat(HeadSearch.scores(duplicate, HeadPattern.induction()).value(0, 0))
                .isZero();
        assertThat(HeadSearch.scores(duplicate, HeadPattern.duplicateToken()).value(0, 0))
                .isEqualTo(0.5);
    }

    @Test
    void aSinkIsNoInduction() {
        AttentionStack sink = oneHot(repeated(10), query -> 0);
        assertThat(HeadSearch.scores(sink, HeadPattern.induction()).value(0, 0)).isZero();
        assertThat(HeadSearch.scores(sink, HeadPattern.firstToken()).value(0, 0))
                .isEqualTo(1);
    }

    @Test
    void aHalfInductionHeadScoresHalf() {
        int length = 8;
        AttentionStack half = Constructed.stack(AttentionKind.DECODER, repeated(length), (query, key) -> {
            boolean first = key == 0;
            boolean induction = query >= length && key == query - length + 1;
            return query < length ? (first ? 1 : 0) : (first || induction ? 0.5 : 0);
        });
        assertThat(HeadSearch.scores(half, HeadPattern.induction()).value(0, 0)).isEqualTo(0.5);
    }

    @Test
    void uniformHeadsScoreTheShareOfTheExpectedKeys() {
        TokenSequence tokens = Reference.PAIR_TOKENS;
        AttentionStack uniform = Constructed.stack(AttentionKind.ENCODER, tokens, Constructed.uniform(13));
        assertThat(HeadSearch.scores(uniform, HeadPattern.delimiter()).value(0, 0))
                .isCloseTo(6.0 / 13, within(1e-7));
        assertThat(HeadSearch.scores(uniform, HeadPattern.previousToken()).value(0, 0))
                .isCloseTo(1.0 / 13, within(1e-7));
    }

    @Test
    void patternsAndMetricsAgreeOnMiniLm() {
        HeadMetrics metrics = HeadMetrics.of(Reference.cat());
        Reference.assertTable(
                HeadSearch.scores(Reference.cat(), HeadPattern.previousToken()),
                flat(metrics.table(HeadMetric.PREVIOUS)),
                1e-12);
        Reference.assertTable(
                HeadSearch.scores(Reference.cat(), HeadPattern.nextToken()), Reference.values("minilm", "next"), 1e-6);
    }

    private static double[] flat(HeadTable table) {
        return table.layers().stream()
                .flatMapToDouble(layer -> table.heads().stream().mapToDouble(head -> table.value(layer, head)))
                .toArray();
    }

    @Test
    void manyInputsWeighByTheirQueries() {
        HeadSearch search = new HeadSearch(HeadPattern.offset(-2));
        search.add(oneHot(TokenSequence.ofPositions(3), query -> 0));
        search.add(oneHot(TokenSequence.ofPositions(5), query -> query));
        assertThat(search.table().value(0, 0)).isEqualTo(1.0 / 4);
        assertThat(search.table().metric()).isEqualTo("offset-2");
    }

    @Test
    void sameWordFollowsTheWordsOfTheTokenizer() {
        TokenSequence tokens = TokenSequence.of(List.of(
                new Token(0, 1, "play", "play", null, false, 0, 0, null),
                new Token(1, 2, "##ing", "ing", null, false, 0, 0, null),
                new Token(2, 3, "now", "now", null, false, 0, 1, null)));
        AttentionStack stack = oneHot(tokens, query -> query == 0 ? 1 : 0);
        assertThat(HeadSearch.scores(stack, HeadPattern.sameWord()).value(0, 0)).isEqualTo(1);
    }

    @Test
    void givenPairsAndPatternsOfOnesOwn() {
        AttentionStack stack = oneHot(TokenSequence.ofPositions(6), query -> query == 4 ? 1 : 0);
        HeadPattern he =
                HeadPattern.pairs("coreference", Set.of(new HeadPattern.Pair(4, 1), new HeadPattern.Pair(5, 1)));
        assertThat(HeadSearch.scores(stack, he).value(0, 0)).isEqualTo(0.5);
        HeadPattern even = HeadPattern.of("even", (queries, query, keys, key) -> key % 2 == 0);
        assertThat(HeadSearch.scores(stack, even).value(0, 0)).isEqualTo(5.0 / 6);
    }

    @Test
    void headsGetTheNameOfTheirBestPattern() {
        TokenSequence tokens = TokenSequence.ofTexts("[CLS]", "a", "b", "c", "[SEP]");
        AttentionStack stack = Constructed.stack(
                AttentionKind.ENCODER,
                tokens,
                Constructed.uniform(5),
                Constructed.oneHot((query, size) -> Math.max(0, query - 1), 5),
                Constructed.oneHot((query, size) -> 4, 5));
        List<HeadScore> named = HeadSearch.named(
                stack, List.of(HeadPattern.previousToken(), HeadPattern.nextToken(), HeadPattern.delimiter()), 0.6);
        assertThat(named)
                .extracting(HeadScore::toString)
                .containsExactly("encoder 0.1 previous-token 1.000", "encoder 0.2 delimiter 1.000");
    }

    @Test
    void nothingExpectedIsNoNumberAndUnlikeInputsAreRefused() {
        AttentionStack stack = oneHot(TokenSequence.ofPositions(3), query -> 0);
        HeadTable table = HeadSearch.scores(stack, HeadPattern.offset(7));
        assertThat(table.value(0, 0)).isNaN();
        assertThat(table.ranked()).isEmpty();
        HeadSearch search = new HeadSearch(HeadPattern.nextToken());
        assertThatThrownBy(search::table).isInstanceOf(InvalidRequestException.class);
        search.add(stack);
        assertThatThrownBy(() -> search.add(Reference.cat()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("same layers and heads");
    }
}
