package io.github.attention4j.examples.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.analysis.signal.TermWeight;
import io.github.attention4j.analysis.signal.TermWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static final List<Passage> PASSAGES = List.of(
            new Passage("cat", "A cat has whiskers. It sleeps on the warm stove all day."),
            new Passage("stove", "The stove needs wood, and somebody must carry it from the shed."),
            new Passage("harbour", "Ships leave the harbour at dawn, when the tide is high."),
            new Passage("tide", "The moon pulls the sea, and so the tides come and go twice a day."));

    @Test
    void scoresAreIdfTimesAttention() throws IOException {
        Model model = Model.unpacked(Path.of("target", "model"));
        try (AttentionExtractor extractor = AttentionExtractors.open(model.graph(), model.tokenizer())) {
            AttentionTerms terms = new AttentionTerms(extractor);
            try (SearchIndex index = SearchIndex.of(PASSAGES, terms)) {
                List<SearchIndex.Hit> hits = index.search("high tides", Scoring.ATTENTION, 10);
                assertThat(hits).extracting(SearchIndex.Hit::id).containsExactlyInAnyOrder("harbour", "tide");
                for (SearchIndex.Hit hit : hits) {
                    Map<String, Double> weights = weights(terms, hit.id());
                    double expected = TermWeights.idf(4, 2) * weights.get("tide")
                            + TermWeights.idf(4, 1) * weights.getOrDefault("high", 0.0);
                    // Lucene keeps nine bits of a feature.
                    assertThat(hit.score() / expected).isCloseTo(1, within(1.0 / 256));
                }
                assertThat(index.search("wood for the stove", Scoring.ATTENTION, 1))
                        .extracting(SearchIndex.Hit::id)
                        .containsExactly("stove");
                assertThat(index.search("wood for the stove", Scoring.BM25, 1))
                        .extracting(SearchIndex.Hit::id)
                        .containsExactly("stove");
                float present =
                        index.search("stove", Scoring.PRESENCE, 1).get(0).score();
                assertThat((double) present).isCloseTo(TermWeights.idf(4, 2), within(1e-6));
                assertThat(index.search("the and it", Scoring.ATTENTION, 5)).isEmpty();
            }
        }
    }

    private static Map<String, Double> weights(AttentionTerms terms, String id) {
        String text = PASSAGES.stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow()
                .text();
        Map<String, Double> weights = new HashMap<>();
        for (TermWeight term : terms.of(text)) {
            weights.put(term.term(), term.weight());
        }
        return weights;
    }

    @Test
    void qualityOfKnownRankings() {
        Map<String, Integer> grades = Map.of("a", 2, "b", 1, "c", 0);
        assertThat(Quality.ndcg10(List.of("a", "b", "c"), grades)).isEqualTo(1);
        double log3 = Math.log(3) / Math.log(2);
        assertThat(Quality.ndcg10(List.of("b", "a"), grades)).isCloseTo((1 + 3 / log3) / (3 + 1 / log3), within(1e-12));
        assertThat(Quality.ndcg10(List.of("x", "c"), grades)).isZero();
        assertThat(Quality.reciprocalRank(List.of("b", "x", "a"), grades)).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(Quality.reciprocalRank(List.of("b"), grades)).isZero();
    }

    @Test
    void passagesAreWholeSentencesAndNeverTooLong() {
        String sentence = "One two three four five six seven eight nine ten. ";
        List<Passage> passages = Passages.cut("x", sentence.repeat(12) + "word ".repeat(500));
        assertThat(passages).extracting(Passage::id).startsWith("x#0", "x#1", "x#2");
        assertThat(passages.get(0).text()).isEqualTo(sentence.repeat(5).strip());
        assertThat(passages).allMatch(it -> it.text().split(" ", -1).length <= 200);
        assertThat(String.join(" ", passages.stream().map(Passage::text).toList()))
                .isEqualTo((sentence.repeat(12) + "word ".repeat(500)).strip());
    }

    @Test
    void everyQueryHasAnAnswerSomewhere() throws IOException {
        List<JudgedQuery> queries = JudgedQuery.all();
        assertThat(queries).hasSize(30).allMatch(it -> it.grades().containsValue(2));
    }
}
