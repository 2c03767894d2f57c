package io.github.attention4j.analysis.flow;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.HeadVectors;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Norm-based attention (Kobayashi et al. 2020): the length of what a key really adds to a query,
 * {@code ||w(q,k) v_k W_O||}, with the value vector v and the head's part of the output projection.
 *
 * <p>At least 0, in the units of the model's hidden vectors: compare numbers of one layer only. Weight on a key with a
 * short vector, as sinks often are, counts for little. Residual connection and normalisation are left out, as in the
 * paper; a long vector is not yet a decisive one. Immutable, thread-safe.
 */
public final class NormBasedAttention {
    private final AttentionLayer layer;
    private final int heads;
    /** Per key the inner products between what each two heads would add for a weight of 1. */
    private final double[][] gram;

    private NormBasedAttention(AttentionLayer layer, double[][] gram) {
        this.layer = layer;
        this.heads = layer.heads().size();
        this.gram = gram;
    }

    /**
     * Prepares one layer; no tensor of {@code tokens · tokens · dimension} is made.
     *
     * @param layer weights and values of all the model's heads
     * @param outputProjection {@code [heads · dimension, width]}, rows in the order of the heads, so that the layer
     *     computes {@code concatenated heads · projection}; a weight of PyTorch's {@code Linear} is the transpose
     * @return norms of that layer
     * @throws InvalidRequestException if values are missing or sizes do not fit
     */
    public static NormBasedAttention of(AttentionLayer layer, Tensor outputProjection) {
        HeadVectors values = layer.values()
                .orElseThrow(() -> new InvalidRequestException(
                        "Norms need value vectors, but " + layer + " has none; extract with vectors(true)"));
        int heads = layer.heads().size();
        long[] shape = outputProjection.shape();
        boolean fits = shape.length == 2
                && shape[0] == (long) heads * values.dimension()
                && heads % values.headCount() == 0
                && values.tokenCount() == layer.keyTokens().size()
                && layer.windowCount() == 1;
        if (!fits) {
            throw new InvalidRequestException("The output projection of " + layer + " must be [heads · dimension, "
                    + "width] = [" + heads * values.dimension() + ", width], and its values of " + values.headCount()
                    + " heads over " + values.tokenCount() + " tokens, but it is " + outputProjection);
        }
        return new NormBasedAttention(layer, gram(values, heads, outputProjection.toFloatArray()));
    }

    private static double[][] gram(HeadVectors values, int heads, float[] projection) {
        int dimension = values.dimension();
        int width = projection.length / (heads * dimension);
        double[][] added = new double[heads][width];
        double[][] gram = new double[values.tokenCount()][heads * heads];
        for (int key = 0; key < gram.length; key++) {
            for (int head = 0; head < heads; head++) {
                FloatBuffer value = values.vector(head / (heads / values.headCount()), key);
                Arrays.fill(added[head], 0);
                for (int i = 0; i < dimension; i++) {
                    int row = (head * dimension + i) * width;
                    for (int column = 0; column < width; column++) {
                        added[head][column] += (double) value.get(i) * projection[row + column];
                    }
                }
            }
            for (int one = 0; one < heads; one++) {
                for (int other = 0; other < heads; other++) {
                    gram[key][one * heads + other] = dot(added[one], added[other]);
                }
            }
        }
        return gram;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /**
     * What each key adds to each query through one head.
     *
     * @param head the model's own number of the head
     * @return {@code [queries, keys]} norms
     * @throws InvalidRequestException if that head was not extracted
     */
    public FlowMatrix head(int head) {
        float[] weights = layer.matrix(head).toArray();
        int position = layer.heads().indexOf(head);
        int keys = layer.keyTokens().size();
        double[] norms = new double[weights.length];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = weights[i] * Math.sqrt(gram[i % keys][position * heads + position]);
        }
        return new FlowMatrix(layer.queryTokens(), layer.keyTokens(), norms);
    }

    /**
     * What each key adds to each query through all heads together, which may cancel: the norm of the sum over heads.
     *
     * @return {@code [queries, keys]} norms
     */
    public FlowMatrix allHeads() {
        FloatBuffer weights = layer.weights();
        int keys = layer.keyTokens().size();
        int matrixSize = layer.queryTokens().size() * keys;
        double[] norms = new double[matrixSize];
        for (int i = 0; i < matrixSize; i++) {
            double[] products = gram[i % keys];
            double square = 0;
            for (int one = 0; one < heads; one++) {
                double inner = 0;
                for (int other = 0; other < heads; other++) {
                    inner += weights.get(other * matrixSize + i) * products[one * heads + other];
                }
                square += weights.get(one * matrixSize + i) * inner;
            }
            norms[i] = Math.sqrt(Math.max(0, square));
        }
        return new FlowMatrix(layer.queryTokens(), layer.keyTokens(), norms);
    }
}
