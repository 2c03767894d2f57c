package io.github.attention4j.analysis.flow;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import java.util.List;
import java.util.Objects;

/**
 * Attention flow (Abnar and Zuidema 2020, section 3): the maximum flow from a token of the last layer down to an input
 * token, where each layer's mixing {@code (A + I) / 2}, mean over heads, gives the capacities between its tokens.
 *
 * <p>From 0 to 1; the flows to different inputs are maxima each for itself and do not sum to 1. A pipe's capacity is not
 * information that went through it.
 *
 * <p>Exact up to double rounding, by Dinic's algorithm (1970) on the graph of {@code V = (layers + 1) · tokens} nodes
 * and {@code E = layers · tokens²} edges: at most O(V² E) for a pair of tokens, in practice a few passes over the edges.
 * One query takes as many maximum flows as there are tokens: fine for sentences, slow beyond a hundred tokens.
 */
public final class AttentionFlow {
    private static final LayerMixing MIXING = new LayerMixing(HeadFusion.MEAN, 0.5, 0);

    private AttentionFlow() {}

    /**
     * The flow from one token to every input token.
     *
     * @param stack self-attention of all tokens in consecutive layers
     * @param query which token of the last layer, zero-based position
     * @return one number per input token
     * @throws InvalidRequestException if layers, rows or columns are missing
     * @throws IndexOutOfBoundsException if there is no such token
     */
    public static double[] row(AttentionStack stack, int query) {
        LayeredFlow graph = graph(FlowInput.layers(stack, 0));
        Objects.checkIndex(query, stack.queryTokens().size());
        return row(graph, query, stack.keyTokens().size());
    }

    private static LayeredFlow graph(List<AttentionLayer> layers) {
        float[][] capacities = layers.stream().map(MIXING::withResidual).toArray(float[][]::new);
        return new LayeredFlow(capacities, layers.get(0).keyTokens().size());
    }

    private static double[] row(LayeredFlow graph, int query, int size) {
        double[] row = new double[size];
        for (int key = 0; key < size; key++) {
            row[key] = graph.maximum(query, key);
        }
        return row;
    }

    /**
     * The flow between all pairs: as many maximum flows as there are pairs.
     *
     * @param stack self-attention of all tokens in consecutive layers
     * @return {@code [tokens, tokens]}
     * @throws InvalidRequestException if layers, rows or columns are missing
     */
    public static FlowMatrix matrix(AttentionStack stack) {
        LayeredFlow graph = graph(FlowInput.layers(stack, 0));
        int size = stack.keyTokens().size();
        double[] all = new double[size * size];
        for (int query = 0; query < size; query++) {
            System.arraycopy(row(graph, query, size), 0, all, query * size, size);
        }
        return new FlowMatrix(stack.queryTokens(), stack.keyTokens(), all);
    }
}
