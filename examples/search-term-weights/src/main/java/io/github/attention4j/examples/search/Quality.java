package io.github.attention4j.examples.search;

import java.util.List;
import java.util.Map;

/** How good a ranking is, given grades from 0 (useless) to 2 (answers the query); what was not judged counts as 0. */
public final class Quality {
    private Quality() {}

    /**
     * Discounted cumulative gain of the first ten over the best possible (Järvelin and Kekäläinen 2002), with gain
     * {@code 2^grade - 1}.
     *
     * @param ranking passages, the best first
     * @param grades grades of passages
     * @return from 0 to 1; 0 if nothing is relevant
     */
    public static double ndcg10(List<String> ranking, Map<String, Integer> grades) {
        double ideal = gain(
                grades.values().stream().sorted((a, b) -> Integer.compare(b, a)).toList());
        return ideal == 0
                ? 0
                : gain(ranking.stream().map(id -> grades.getOrDefault(id, 0)).toList()) / ideal;
    }

    private static double gain(List<Integer> grades) {
        double gain = 0;
        for (int rank = 0; rank < Math.min(10, grades.size()); rank++) {
            gain += (Math.pow(2, grades.get(rank)) - 1) * Math.log(2) / Math.log(rank + 2);
        }
        return gain;
    }

    /**
     * One over the rank of the first passage that answers the query (grade 2) among the first ten.
     *
     * @param ranking passages, the best first
     * @param grades grades of passages
     * @return from 0 to 1
     */
    public static double reciprocalRank(List<String> ranking, Map<String, Integer> grades) {
        for (int rank = 0; rank < Math.min(10, ranking.size()); rank++) {
            if (grades.getOrDefault(ranking.get(rank), 0) == 2) {
                return 1.0 / (rank + 1);
            }
        }
        return 0;
    }
}
