package io.github.attention4j.analysis.signal;

/** Mutual maxima, and mutual maxima of what they leave (Sabet et al. 2020, section 2.2). */
final class IterativeMaximum {
    private static final double DISCOUNT = 0.9;

    private IterativeMaximum() {}

    static LinkMatrix of(double[][] weights) {
        LinkMatrix links = LinkMatrix.mutual(weights);
        int queries = weights.length;
        int keys = weights[0].length;
        boolean[] queryDone = new boolean[queries];
        boolean[] keyDone = new boolean[keys];
        int queriesLeft = 0;
        int keysLeft = 0;
        for (int query = 0; query < queries; query++) {
            queryDone[query] = links.hasQuery(query);
            queriesLeft += queryDone[query] ? 0 : 1;
        }
        for (int key = 0; key < keys; key++) {
            keyDone[key] = links.hasKey(key);
            keysLeft += keyDone[key] ? 0 : 1;
        }
        if (Math.min(queries, keys) <= 2 || queriesLeft == 0 || keysLeft == 0) {
            return links;
        }
        double[][] left = new double[queries][keys];
        for (int query = 0; query < queries; query++) {
            for (int key = 0; key < keys; key++) {
                boolean both = queryDone[query] && keyDone[key];
                boolean one = queryDone[query] || keyDone[key];
                left[query][key] = weights[query][key] * (both ? 0 : one ? DISCOUNT : 1);
            }
        }
        LinkMatrix more = LinkMatrix.mutual(left);
        for (int query = 0; query < queries; query++) {
            for (int key = 0; key < keys; key++) {
                links.linked[query][key] |= more.linked[query][key] && !(queryDone[query] && keyDone[key]);
            }
        }
        return links;
    }
}
