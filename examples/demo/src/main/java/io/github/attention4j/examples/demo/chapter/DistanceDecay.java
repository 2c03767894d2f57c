package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.HeadVectors;
import io.github.attention4j.analysis.compare.HeadRef;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How one number of a head's query and key vectors goes with the distance between two tokens, in causal attention.
 *
 * @param head the head
 * @param neuron which number of the vectors, zero-based
 * @param dimension how many there are
 * @param products mean of query times key in that number, by distance from 0
 * @param weights mean share of the head, by distance from 0
 * @param correlation of the products with the distance
 */
record DistanceDecay(
        HeadRef head, int neuron, int dimension, List<Double> products, List<Double> weights, double correlation) {
    /** Farther apart there are too few pairs of tokens in a short text to take a mean of. */
    private static final int FARTHEST = 16;

    /** Of all heads and numbers the one whose product falls most from near to far, among those that fall steadily. */
    static DistanceDecay steepest(AttentionStack stack) {
        DistanceDecay steepest = null;
        for (AttentionLayer layer : stack.stream().toList()) {
            HeadVectors queries = layer.queries().orElseThrow();
            HeadVectors keys = layer.keys().orElseThrow();
            for (int head : layer.heads()) {
                List<Double> weights = weights(stack.matrix(layer.number(), head));
                for (int neuron = 0; neuron < queries.dimension(); neuron++) {
                    List<Double> products = products(queries, keys, head, neuron);
                    DistanceDecay decay = new DistanceDecay(
                            new HeadRef(layer.number(), head),
                            neuron,
                            queries.dimension(),
                            products,
                            weights,
                            correlation(products));
                    if (decay.correlation < -0.9 && (steepest == null || decay.fall() > steepest.fall())) {
                        steepest = decay;
                    }
                }
            }
        }
        if (steepest == null) {
            throw new IllegalStateException("No number of any head falls steadily with the distance");
        }
        return steepest;
    }

    private double fall() {
        return products.get(0) - products.get(FARTHEST);
    }

    private static List<Double> products(HeadVectors queries, HeadVectors keys, int head, int neuron) {
        double[] means = new double[FARTHEST + 1];
        int tokens = queries.tokenCount();
        for (int distance = 0; distance <= FARTHEST; distance++) {
            for (int query = FARTHEST; query < tokens; query++) {
                means[distance] += (double) queries.vector(head, query).get(neuron)
                        * keys.vector(head, query - distance).get(neuron)
                        / (tokens - FARTHEST);
            }
        }
        return DoubleStream.of(means).boxed().toList();
    }

    private static List<Double> weights(AttentionMatrix matrix) {
        double[] means = new double[FARTHEST + 1];
        int tokens = matrix.queryCount();
        for (int distance = 0; distance <= FARTHEST; distance++) {
            for (int query = FARTHEST; query < tokens; query++) {
                means[distance] += matrix.weight(query, query - distance) / (tokens - FARTHEST);
            }
        }
        return DoubleStream.of(means).boxed().toList();
    }

    /** Pearson's correlation of the values with their positions. */
    private static double correlation(List<Double> values) {
        double middle = (values.size() - 1) / 2.0;
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double covariance = 0;
        double positions = 0;
        double spread = 0;
        for (int at = 0; at < values.size(); at++) {
            double above = values.get(at) - mean;
            covariance += (at - middle) * above;
            positions += (at - middle) * (at - middle);
            spread += above * above;
        }
        return spread == 0 ? 0 : covariance / Math.sqrt(positions * spread);
    }
}
