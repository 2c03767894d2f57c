package io.github.attention4j.analysis;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.RowMeaning;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * All {@link HeadMetric}s of all heads of a stack, measured in one pass over the weights.
 *
 * <p>Rows are taken as they are: where rows do not sum to 1, because the model masks after softmax or because keys were
 * left out, shares and entropies are those of the numbers there are. Sums are taken in double precision; entropies are
 * off by at most 2e-9 bits. Windows of a layer count as more rows. Immutable, thread-safe.
 */
public final class HeadMetrics {
    private static final Set<RowMeaning> NOT_PROBABILITIES =
            EnumSet.of(RowMeaning.HEAD_MAX, RowMeaning.SCORES, RowMeaning.GRADIENTS);

    private final AttentionKind kind;
    private final HeadGrid grid;
    /** {@code [layer][head position][place of the metric]}. */
    private final double[][][] values;

    private HeadMetrics(AttentionKind kind, HeadGrid grid, double[][][] values) {
        this.kind = kind;
        this.grid = grid;
        this.values = values;
    }

    /**
     * Measures every head.
     *
     * @param stack attention of one kind
     * @return its metrics
     * @throws InvalidRequestException if the rows are no probabilities, such as maxima over heads
     */
    public static HeadMetrics of(AttentionStack stack) {
        List<AttentionLayer> layers = stack.stream().toList();
        double[][][] values = new double[layers.size()][][];
        LayerTokens tokens = LayerTokens.of(layers.get(0));
        for (int i = 0; i < values.length; i++) {
            AttentionLayer layer = layers.get(i);
            requireProbabilities(layer);
            if (i > 0 && !sameTokens(layer, layers.get(i - 1))) {
                tokens = LayerTokens.of(layer);
            }
            values[i] = LayerMetrics.of(layer, tokens);
        }
        return new HeadMetrics(stack.kind(), HeadGrid.of(stack), values);
    }

    private static boolean sameTokens(AttentionLayer one, AttentionLayer other) {
        return one.queryTokens().equals(other.queryTokens()) && one.keyTokens().equals(other.keyTokens());
    }

    private static void requireProbabilities(AttentionLayer layer) {
        if (NOT_PROBABILITIES.contains(layer.rowMeaning())) {
            throw new InvalidRequestException("Metrics need rows of probabilities, but those of "
                    + layer.kind().label() + " layer " + layer.number() + " are " + layer.rowMeaning()
                    + "; extract with another reduction");
        }
    }

    /**
     * The kind of attention measured.
     *
     * @return the kind
     */
    public AttentionKind kind() {
        return kind;
    }

    /**
     * The metrics there are.
     *
     * @return all of them, or those that cross-attention has
     */
    public List<HeadMetric> metrics() {
        return Arrays.stream(HeadMetric.values()).filter(this::has).toList();
    }

    private boolean has(HeadMetric metric) {
        return kind != AttentionKind.CROSS || !metric.selfAttentionOnly();
    }

    /**
     * One metric of all heads.
     *
     * @param metric which
     * @return the table; NaN for heads that one layer has and another has not
     * @throws InvalidRequestException if cross-attention has no such metric
     */
    public HeadTable table(HeadMetric metric) {
        if (!has(metric)) {
            throw new InvalidRequestException("Cross-attention has no " + metric.label()
                    + ", as its queries and keys are places in two different inputs; it has "
                    + metrics().stream().map(HeadMetric::label).toList());
        }
        return grid.table(metric.label(), metric.unit(), (layer, head) -> values[layer][head][metric.place()]);
    }
}
