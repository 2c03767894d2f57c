package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.SharedModels;
import io.github.attention4j.analysis.HeadPattern;
import io.github.attention4j.analysis.HeadScore;
import io.github.attention4j.analysis.HeadSearch;
import io.github.attention4j.analysis.HeadTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the literature found in heads is found again in real models. */
class AnalysisTest {
    private static final List<String> SENTENCES = List.of(
            "The old bridge over the river was closed for repairs last winter.",
            "She quickly read the letter, folded it, and put it back in the drawer.",
            "Most birds build their nests in spring, when food is easy to find.",
            "The committee will publish its report before the end of the month.",
            "Rain fell all night, but the garden looked green and fresh in the morning.");

    @Test
    void miniLmHasPreviousTokenAndDelimiterHeads() {
        try (OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                .model(MiniLm.FLOAT)
                .tokenizer(MiniLm.TOKENIZER)
                .build()) {
            List<AttentionStack> stacks = SENTENCES.stream()
                    .map(text -> extractor.extract(text).stack(AttentionKind.ENCODER))
                    .toList();
            HeadScore previous = best(stacks, HeadPattern.previousToken());
            HeadScore next = best(stacks, HeadPattern.nextToken());
            HeadScore delimiter = best(stacks, HeadPattern.delimiter());
            assertHead(previous, 0, 2, 0.95);
            assertHead(next, 1, 8, 0.6);
            assertHead(delimiter, 2, 9, 0.8);
        }
    }

    private static void assertHead(HeadScore found, int layer, int head, double leastScore) {
        assertThat(List.of(found.layer(), found.head())).as(found.toString()).containsExactly(layer, head);
        assertThat(found.score()).isGreaterThan(leastScore);
    }

    private static HeadScore best(List<AttentionStack> stacks, HeadPattern pattern) {
        HeadSearch search = new HeadSearch(pattern);
        stacks.forEach(search::add);
        return search.table().ranked().get(0);
    }

    /** No more than 0.25 for the best head (docs/analysis.md); what must hold is that this is the mean weight there. */
    @Test
    void inductionOfASmallLanguageModelIsTheMeanWeightOnWhatCameNext() {
        Path model = SharedModels.file("stories260K/stories260K.onnx");
        int length = 24;
        long[] half = new Random(11).longs(3, 512).distinct().limit(length).toArray();
        long[] ids =
                IntStream.range(0, 2 * length).mapToLong(i -> half[i % length]).toArray();
        try (OnnxAttentionExtractor extractor =
                OnnxAttentionExtractor.builder().model(model).build()) {
            AttentionResult result = extractor.extract(AttentionRequest.ofIds(ids));
            AttentionStack stack = result.stacks().get(0);
            HeadTable induction = HeadSearch.scores(stack, HeadPattern.induction());
            HeadScore best = induction.ranked().get(0);
            double sum = 0;
            for (int query = length; query < 2 * length; query++) {
                sum += stack.matrix(best.layer(), best.head()).weight(query, query - length + 1);
            }
            assertThat(best.score()).isCloseTo(sum / length, within(1e-6));
        }
    }
}
