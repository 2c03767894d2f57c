package io.github.attention4j.analysis.compare;

import io.github.attention4j.analysis.Findings;
import java.util.ArrayList;
import java.util.List;

/**
 * Heads gathered by their distances: bottom-up, always the two clusters whose heads are closest on average (Sokal and
 * Michener 1958), until so many are left. Equal distances are settled by the heads' order, so that the same distances
 * give the same clusters. The number of clusters is the caller's choice, not a finding.
 *
 * @param clusters the heads of each cluster; clusters by their first heads
 */
public record HeadClusters(List<List<HeadRef>> clusters) {
    /**
     * Copies the clusters.
     *
     * @param clusters the heads of each cluster
     */
    public HeadClusters {
        clusters = clusters.stream().map(List::copyOf).toList();
    }

    /**
     * Gathers heads: O(heads³).
     *
     * @param distances between the heads
     * @param count how many clusters to leave
     * @return the clusters
     * @throws IllegalArgumentException if there are not so many heads, or none is asked for
     */
    public static HeadClusters of(HeadDistances distances, int count) {
        int heads = distances.heads().size();
        if (count < 1 || count > heads) {
            throw new IllegalArgumentException(heads + " heads make 1 to " + heads + " clusters, not " + count);
        }
        List<List<Integer>> members = new ArrayList<>();
        double[][] between = new double[heads][heads];
        for (int i = 0; i < heads; i++) {
            members.add(new ArrayList<>(List.of(i)));
            for (int j = 0; j < heads; j++) {
                between[i][j] = distances.value(i, j);
            }
        }
        for (int left = heads; left > count; left--) {
            joinClosest(members, between);
        }
        return new HeadClusters(members.stream()
                .filter(cluster -> !cluster.isEmpty())
                .map(cluster ->
                        cluster.stream().sorted().map(distances.heads()::get).toList())
                .toList());
    }

    /** Joins the later cluster into the earlier one, which keeps its place. */
    private static void joinClosest(List<List<Integer>> members, double[][] between) {
        int into = -1;
        int from = -1;
        for (int i = 0; i < between.length; i++) {
            for (int j = i + 1; j < between.length && !members.get(i).isEmpty(); j++) {
                boolean closer = into < 0 || between[i][j] < between[into][from];
                if (!members.get(j).isEmpty() && closer) {
                    into = i;
                    from = j;
                }
            }
        }
        double sizeInto = members.get(into).size();
        double sizeFrom = members.get(from).size();
        for (int other = 0; other < between.length; other++) {
            between[into][other] =
                    (sizeInto * between[into][other] + sizeFrom * between[from][other]) / (sizeInto + sizeFrom);
            between[other][into] = between[into][other];
        }
        members.get(into).addAll(members.get(from));
        members.get(from).clear();
    }

    /**
     * The clusters as findings: a row per head.
     *
     * @return what to print, or to write as CSV or JSON
     */
    public Findings findings() {
        Findings.Builder findings = Findings.builder("clusters of heads", List.of("cluster", "layer", "head"));
        for (int cluster = 0; cluster < clusters.size(); cluster++) {
            for (HeadRef head : clusters.get(cluster)) {
                findings.row(cluster, head.layer(), head.head());
            }
        }
        return findings.build();
    }
}
