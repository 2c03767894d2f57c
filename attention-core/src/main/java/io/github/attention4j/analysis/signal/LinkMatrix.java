package io.github.attention4j.analysis.signal;

import java.util.ArrayList;
import java.util.List;

/** Which queries and keys are linked. */
final class LinkMatrix {
    final boolean[][] linked;

    LinkMatrix(int queries, int keys) {
        linked = new boolean[queries][keys];
    }

    static LinkMatrix argmax(double[][] weights) {
        LinkMatrix links = new LinkMatrix(weights.length, weights[0].length);
        for (int query = 0; query < weights.length; query++) {
            links.linked[query][bestKey(weights, query)] = true;
        }
        return links;
    }

    static LinkMatrix mutual(double[][] weights) {
        LinkMatrix links = new LinkMatrix(weights.length, weights[0].length);
        for (int query = 0; query < weights.length; query++) {
            int key = bestKey(weights, query);
            links.linked[query][key] = bestQuery(weights, key) == query;
        }
        return links;
    }

    private static int bestKey(double[][] weights, int query) {
        int best = 0;
        for (int key = 1; key < weights[query].length; key++) {
            best = weights[query][key] > weights[query][best] ? key : best;
        }
        return best;
    }

    private static int bestQuery(double[][] weights, int key) {
        int best = 0;
        for (int query = 1; query < weights.length; query++) {
            best = weights[query][key] > weights[best][key] ? query : best;
        }
        return best;
    }

    boolean hasQuery(int query) {
        for (boolean link : linked[query]) {
            if (link) {
                return true;
            }
        }
        return false;
    }

    boolean hasKey(int key) {
        for (boolean[] row : linked) {
            if (row[key]) {
                return true;
            }
        }
        return false;
    }

    List<AlignmentLink> links(double[][] weights) {
        List<AlignmentLink> links = new ArrayList<>();
        for (int query = 0; query < linked.length; query++) {
            for (int key = 0; key < linked[query].length; key++) {
                if (linked[query][key]) {
                    links.add(new AlignmentLink(query, key, weights[query][key]));
                }
            }
        }
        return List.copyOf(links);
    }
}
