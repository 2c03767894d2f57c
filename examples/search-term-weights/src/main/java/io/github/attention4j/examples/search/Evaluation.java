package io.github.attention4j.examples.search;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Ranks real passages in three ways and prints how good the rankings are. */
public final class Evaluation {
    private static final int FIRST_YEAR = 1981;

    private Evaluation() {}

    /**
     * Prints a line per way of scoring, and writes what nobody has judged yet.
     *
     * @param args the folder with the addresses, and a file for passages without judgment
     * @throws IOException if files cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        List<Passage> passages = Passages.since(Path.of(args[0]), FIRST_YEAR);
        Map<String, String> texts = passages.stream().collect(Collectors.toMap(Passage::id, Passage::text));
        Model model = Model.unpacked(Path.of(args[1]).resolveSibling("model"));
        long start = System.nanoTime();
        try (AttentionExtractor extractor = AttentionExtractors.open(model.graph(), model.tokenizer());
                SearchIndex index = SearchIndex.of(passages, new AttentionTerms(extractor))) {
            System.out.printf(
                    Locale.ROOT, "%d passages indexed in %.1f s%n", passages.size(), (System.nanoTime() - start) / 1e9);
            List<JudgedQuery> queries = JudgedQuery.all();
            Map<String, String> unjudged = new TreeMap<>();
            for (Scoring scoring : Scoring.values()) {
                List<double[]> figures = new ArrayList<>();
                for (JudgedQuery query : queries) {
                    List<String> ranking = index.search(query.text(), scoring, 10).stream()
                            .map(SearchIndex.Hit::id)
                            .toList();
                    figures.add(new double[] {
                        Quality.ndcg10(ranking, query.grades()), Quality.reciprocalRank(ranking, query.grades())
                    });
                    ranking.stream()
                            .filter(id -> !query.grades().containsKey(id))
                            .forEach(id -> unjudged.put(query.text() + "\t" + id, texts.get(id)));
                }
                print(scoring, figures);
            }
            Files.write(
                    Path.of(args[1]),
                    unjudged.entrySet().stream()
                            .map(it -> it.getKey() + "\t" + it.getValue())
                            .toList());
            System.out.println(unjudged.size() + " of the passages found have no judgment: " + args[1]);
        }
    }

    private static void print(Scoring scoring, List<double[]> figures) {
        double ndcg = figures.stream().mapToDouble(it -> it[0]).average().orElse(0);
        double rank = figures.stream().mapToDouble(it -> it[1]).average().orElse(0);
        System.out.printf(Locale.ROOT, "%-10s nDCG@10 %.3f   MRR@10 %.3f%n", scoring, ndcg, rank);
        figures.forEach(it -> System.out.printf(Locale.ROOT, " %.3f", it[0]));
        System.out.println();
    }
}
