package io.github.attention4j.analysis.flow;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import java.util.List;

/**
 * Gradient-weighted relevance for self-attention (Chefer et al. 2021, equations 5 and 6): {@code R = I}, then from the
 * first layer to the last {@code R ← R + mean_h max(0, G_h ∘ A_h) · R}, where G is the derivative of the chosen output
 * with respect to the weights A.
 *
 * <p>At least 0; a row's numbers are comparable with each other, not with another input's or output's. Negative evidence
 * is dropped by design. The diagonal includes each token's own 1.
 */
public final class GradientRelevance {
    private GradientRelevance() {}

    /**
     * The relevance of every input token to every token of the last layer.
     *
     * @param stack self-attention of all tokens in consecutive layers, with gradients
     * @return {@code [tokens, tokens]}
     * @throws InvalidRequestException if gradients, layers, rows or columns are missing
     */
    public static FlowMatrix of(AttentionStack stack) {
        List<AttentionLayer> layers = FlowInput.layers(stack, 0);
        int size = layers.get(0).keyTokens().size();
        double[] relevance = new double[size * size];
        for (int i = 0; i < size; i++) {
            relevance[i * size + i] = 1;
        }
        for (AttentionLayer layer : layers) {
            double[] weighted = weighted(layer, size);
            double[] sum = relevance.clone();
            for (int row = 0; row < size; row++) {
                for (int middle = 0; middle < size; middle++) {
                    double factor = weighted[row * size + middle];
                    for (int column = 0; column < size; column++) {
                        sum[row * size + column] += factor * relevance[middle * size + column];
                    }
                }
            }
            relevance = sum;
        }
        return new FlowMatrix(layers.get(0).queryTokens(), layers.get(0).keyTokens(), relevance);
    }

    private static double[] weighted(AttentionLayer layer, int size) {
        double[] mean = new double[size * size];
        for (int head : layer.heads()) {
            AttentionMatrix gradients = layer.gradients(head)
                    .orElseThrow(() -> new InvalidRequestException("Relevance needs gradients, but " + layer
                            + " has none; extract them with an engine that can differentiate"));
            float[] gradient = gradients.toArray();
            float[] weights = layer.matrix(head).toArray();
            for (int i = 0; i < mean.length; i++) {
                double share = (double) gradient[i] * weights[i];
                mean[i] += Math.max(0, share) / layer.heads().size();
            }
        }
        return mean;
    }
}
