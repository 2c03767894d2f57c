package io.github.attention4j.analysis.signal;

/** The best way through a matrix from its first to its last cell, one step at a time: on, down, or both. */
final class MonotonePath {
    private MonotonePath() {}

    static LinkMatrix of(double[][] weights) {
        double[][] gain = standardized(weights);
        int queries = weights.length;
        int keys = weights[0].length;
        for (int query = 0; query < queries; query++) {
            for (int key = 0; key < keys; key++) {
                gain[query][key] += query == 0 && key == 0 ? 0 : bestBefore(gain, query, key);
            }
        }
        LinkMatrix path = new LinkMatrix(queries, keys);
        int query = queries - 1;
        int key = keys - 1;
        path.linked[query][key] = true;
        while (query > 0 || key > 0) {
            double best = bestBefore(gain, query, key);
            if (query > 0 && key > 0 && gain[query - 1][key - 1] == best) {
                query--;
                key--;
            } else if (query > 0 && gain[query - 1][key] == best) {
                query--;
            } else {
                key--;
            }
            path.linked[query][key] = true;
        }
        return path;
    }

    private static double bestBefore(double[][] gain, int query, int key) {
        double best = Double.NEGATIVE_INFINITY;
        if (query > 0 && key > 0) {
            best = gain[query - 1][key - 1];
        }
        if (query > 0) {
            best = Math.max(best, gain[query - 1][key]);
        }
        if (key > 0) {
            best = Math.max(best, gain[query][key - 1]);
        }
        return best;
    }

    /** Each column with mean 0 and standard deviation 1, or all zeros where it does not vary. */
    private static double[][] standardized(double[][] weights) {
        int queries = weights.length;
        double[][] standard = new double[queries][weights[0].length];
        for (int key = 0; key < weights[0].length; key++) {
            double mean = 0;
            for (double[] row : weights) {
                mean += row[key] / queries;
            }
            double variance = 0;
            for (double[] row : weights) {
                variance += (row[key] - mean) * (row[key] - mean) / queries;
            }
            double deviation = Math.sqrt(variance);
            for (int query = 0; query < queries; query++) {
                boolean varies = deviation > 1e-12;
                standard[query][key] = varies ? (weights[query][key] - mean) / deviation : 0;
            }
        }
        return standard;
    }
}
