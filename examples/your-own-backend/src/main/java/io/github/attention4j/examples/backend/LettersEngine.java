package io.github.attention4j.examples.backend;

import io.github.attention4j.io.Safetensors;
import io.github.attention4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An engine of your own, which knows nothing of Attention4J's extractors: two layers of attention in plain Java. */
final class LettersEngine {
    private final Map<String, Tensor> stored;
    final int heads;
    final int layers;
    final int longest;
    private final int width;

    LettersEngine(Path file) {
        stored = Safetensors.read(file);
        heads = (int) tensor("heads").toLongArray()[0];
        layers = (int) stored.keySet().stream()
                .filter(name -> name.matches("join\\.\\d+\\.weight"))
                .count();
        longest = (int) tensor("position.weight").shape()[0];
        width = (int) tensor("position.weight").shape()[1];
    }

    /** Each layer's softmaxes, {@code [heads, queries, keys]}. */
    List<float[]> run(long[] ids) {
        int length = ids.length;
        double[][] states = new double[length][width];
        float[] letter = tensor("letter.weight").toFloatArray();
        float[] position = tensor("position.weight").toFloatArray();
        for (int token = 0; token < length; token++) {
            for (int i = 0; i < width; i++) {
                states[token][i] = letter[(int) ids[token] * width + i] + position[token * width + i];
            }
        }
        List<float[]> attention = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            double[][] projected = linear("project." + layer, states);
            float[] weights = new float[heads * length * length];
            double[][] mixed = new double[length][width];
            for (int head = 0; head < heads; head++) {
                for (int query = 0; query < length; query++) {
                    attend(projected, head, query, weights, mixed[query]);
                }
            }
            double[][] joined = linear("join." + layer, mixed);
            for (int token = 0; token < length; token++) {
                for (int i = 0; i < width; i++) {
                    states[token][i] += joined[token][i];
                }
            }
            attention.add(weights);
        }
        return attention;
    }

    /** One query of one head: softmax over the tokens up to it, and the mixture of their values. */
    private void attend(double[][] projected, int head, int query, float[] weights, double[] mixed) {
        int size = width / heads;
        int start = head * size;
        double[] scores = new double[query + 1];
        double largest = Double.NEGATIVE_INFINITY;
        for (int key = 0; key <= query; key++) {
            for (int i = start; i < start + size; i++) {
                scores[key] += projected[query][i] * projected[key][width + i] / Math.sqrt(size);
            }
            largest = Math.max(largest, scores[key]);
        }
        double sum = 0;
        for (int key = 0; key <= query; key++) {
            scores[key] = Math.exp(scores[key] - largest);
            sum += scores[key];
        }
        int length = projected.length;
        for (int key = 0; key <= query; key++) {
            weights[(head * length + query) * length + key] = (float) (scores[key] / sum);
            for (int i = start; i < start + size; i++) {
                mixed[i] += scores[key] / sum * projected[key][2 * width + i];
            }
        }
    }

    private double[][] linear(String name, double[][] rows) {
        float[] weight = tensor(name + ".weight").toFloatArray();
        float[] bias = tensor(name + ".bias").toFloatArray();
        double[][] result = new double[rows.length][bias.length];
        for (int row = 0; row < rows.length; row++) {
            for (int out = 0; out < bias.length; out++) {
                double sum = bias[out];
                for (int in = 0; in < width; in++) {
                    sum += weight[out * width + in] * rows[row][in];
                }
                result[row][out] = sum;
            }
        }
        return result;
    }

    private Tensor tensor(String name) {
        Tensor tensor = stored.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("not a letters model: there is no " + name + " in it");
        }
        return tensor;
    }
}
