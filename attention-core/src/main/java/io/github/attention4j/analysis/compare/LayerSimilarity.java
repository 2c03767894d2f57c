package io.github.attention4j.analysis.compare;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.analysis.Findings;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * How alike layers attend: linear centred kernel alignment (Kornblith et al. 2019, equation 4) of their rows. A query is
 * an example, its weights under all heads are its features; {@code CKA = <K, L> / (|K| |L|)} with the centred Gram
 * matrices K and L of two layers.
 *
 * <p>From 0 to 1, whatever the order of heads and however many there are. One input gives as many examples as it has
 * tokens: few tokens make any two layers look alike. 0 for a layer whose rows are all the same.
 */
public final class LayerSimilarity {
    private final List<Integer> layers;
    private final double[][] values;

    private LayerSimilarity(List<Integer> layers, double[][] values) {
        this.layers = layers;
        this.values = values;
    }

    /**
     * The similarity of all pairs of layers: O(layers · queries² · keys · heads).
     *
     * @param stack attention of one kind, all layers with the same queries
     * @return the similarities
     * @throws InvalidRequestException if layers have different numbers of queries, or windows
     */
    public static LayerSimilarity of(AttentionStack stack) {
        List<AttentionLayer> layers = stack.stream().toList();
        int queries = stack.queryTokens().size();
        List<double[]> grams = new ArrayList<>();
        for (AttentionLayer layer : layers) {
            if (layer.queryTokens().size() != queries || layer.windowCount() != 1) {
                throw new InvalidRequestException(
                        "Layers are compared query by query, but " + layer + " is unlike the first of " + stack);
            }
            grams.add(centredGram(layer, queries));
        }
        double[][] values = new double[grams.size()][grams.size()];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                double norm = Math.sqrt(dot(grams.get(i), grams.get(i)) * dot(grams.get(j), grams.get(j)));
                values[i][j] = norm == 0 ? 0 : dot(grams.get(i), grams.get(j)) / norm;
            }
        }
        return new LayerSimilarity(stack.layers(), values);
    }

    private static double[] centredGram(AttentionLayer layer, int queries) {
        int keys = layer.keyTokens().size();
        double[] gram = new double[queries * queries];
        double[] centred = new double[queries * keys];
        float[] row = new float[keys];
        FloatBuffer weights = layer.weights();
        for (int head = 0; head < layer.heads().size(); head++) {
            double[] means = new double[keys];
            for (int query = 0; query < queries; query++) {
                weights.get((head * queries + query) * keys, row, 0, keys);
                for (int key = 0; key < keys; key++) {
                    centred[query * keys + key] = row[key];
                    means[key] += row[key] / (double) queries;
                }
            }
            for (int i = 0; i < centred.length; i++) {
                centred[i] -= means[i % keys];
            }
            addProducts(centred, queries, keys, gram);
        }
        return gram;
    }

    private static void addProducts(double[] centred, int queries, int keys, double[] gram) {
        for (int one = 0; one < queries; one++) {
            for (int other = 0; other <= one; other++) {
                double sum = 0;
                for (int key = 0; key < keys; key++) {
                    sum += centred[one * keys + key] * centred[other * keys + key];
                }
                gram[one * queries + other] += sum;
                gram[other * queries + one] = gram[one * queries + other];
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /**
     * The layers compared.
     *
     * @return the model's own numbers, ascending
     */
    public List<Integer> layers() {
        return layers;
    }

    /**
     * The similarity of two layers.
     *
     * @param first the model's own number
     * @param second the model's own number
     * @return from 0 to 1
     * @throws InvalidRequestException if there is no such layer
     */
    public double value(int first, int second) {
        int i = layers.indexOf(first);
        int j = layers.indexOf(second);
        if (i < 0 || j < 0) {
            throw new InvalidRequestException(
                    "Layers " + first + " and " + second + " were not compared; there are " + layers);
        }
        return values[i][j];
    }

    /**
     * The similarities as findings: a row and a column per layer.
     *
     * @return what to print, or to write as CSV or JSON
     */
    public Findings findings() {
        List<String> columns = new ArrayList<>(List.of("layer"));
        layers.forEach(layer -> columns.add("layer " + layer));
        Findings.Builder findings = Findings.builder("similarity of layers (linear CKA)", columns);
        for (int i = 0; i < values.length; i++) {
            List<Object> row = new ArrayList<>(List.of(layers.get(i)));
            for (double value : values[i]) {
                row.add(value);
            }
            findings.row(row);
        }
        return findings.build();
    }
}
