package io.github.attention4j.analysis.flow;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import java.util.List;
import java.util.Objects;

/**
 * Attention rollout (Abnar and Zuidema 2020, section 3): {@code R = M_L · … · M_1 · M_0} with
 * {@code M_l = (1 - r) A_l + r I}, where A is the layer's heads fused, r the share of the residual connection, and rows
 * are scaled to sum to 1.
 *
 * <p>Entry (q, k), from 0 to 1, is the share of input token k in token q of the last layer if every layer did nothing
 * but mix tokens by its weights; rows sum to 1. It is not how much k matters to the output: values, feed-forward layers
 * and signs are left out, and in deep models all rows grow alike. Computed in floats; a number is off by at most 1e-6.
 * Immutable, thread-safe.
 */
public final class Rollout {
    private final LayerMixing mixing;
    private final int fromLayer;
    private final MatrixProduct product;

    private Rollout(Builder builder) {
        this.mixing = new LayerMixing(builder.fusion, builder.residual, builder.discard);
        this.fromLayer = builder.fromLayer;
        this.product = builder.product;
    }

    /**
     * The rollout of the paper: mean over heads, residual share one half, nothing dropped, from the first layer.
     *
     * @return a rollout
     */
    public static Rollout standard() {
        return builder().build();
    }

    /**
     * Starts from {@link #standard()}.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The rollout of every token: O(layers · tokens³).
     *
     * @param stack self-attention of all tokens in consecutive layers
     * @return {@code [tokens, tokens]}
     * @throws InvalidRequestException if layers, rows or columns are missing
     */
    public FlowMatrix matrix(AttentionStack stack) {
        List<AttentionLayer> layers = FlowInput.layers(stack, fromLayer);
        return FlowMatrix.of(layers.get(0).queryTokens(), layers.get(0).keyTokens(), joint(layers));
    }

    private float[] joint(List<AttentionLayer> layers) {
        int size = layers.get(0).keyTokens().size();
        float[] joint = mixing.withResidual(layers.get(0));
        float[] next = new float[joint.length];
        for (AttentionLayer layer : layers.subList(1, layers.size())) {
            product.multiply(mixing.withResidual(layer), joint, next, size, size, size);
            float[] spare = joint;
            joint = next;
            next = spare;
        }
        return joint;
    }

    /**
     * The rollout of one token: O(layers · tokens²), as only one row is carried down.
     *
     * @param stack self-attention of all tokens in consecutive layers
     * @param query which token of the last layer, zero-based position
     * @return one share per input token; the same numbers as that row of {@link #matrix} up to rounding
     * @throws InvalidRequestException if layers, rows or columns are missing
     * @throws IndexOutOfBoundsException if there is no such token
     */
    public double[] row(AttentionStack stack, int query) {
        List<AttentionLayer> layers = FlowInput.layers(stack, fromLayer);
        int size = layers.get(0).keyTokens().size();
        double[] row = new double[size];
        row[Objects.checkIndex(query, size)] = 1;
        for (int i = layers.size() - 1; i >= 0; i--) {
            float[] matrix = mixing.withResidual(layers.get(i));
            double[] below = new double[size];
            for (int middle = 0; middle < size; middle++) {
                double share = row[middle];
                for (int key = 0; key < size && share != 0; key++) {
                    below[key] += share * matrix[middle * size + key];
                }
            }
            row = below;
        }
        return row;
    }

    /**
     * What decoder tokens are made of: a row of {@code decoder} and the same row of {@code encoder} sum to 1 together.
     *
     * @param decoder the share of each decoder input token in each token of the last decoder layer
     * @param encoder the share of each encoder input token
     */
    public record Chained(FlowMatrix decoder, FlowMatrix encoder) {}

    /**
     * The rollout through encoder, cross-attention and decoder. With D and E the shares of decoder and encoder inputs,
     * a decoder layer makes {@code D ← M D, E ← M E} by its self-attention and then {@code D ← r D, E ← r E + (1 - r) X
     * R} by its cross-attention X onto the encoder's rollout R. The start layer counts for encoder and decoder alike.
     *
     * @param result attention of all three kinds, all layers, all tokens
     * @return the shares of both inputs
     * @throws InvalidRequestException if a kind, layers, rows or columns are missing
     */
    public Chained chained(AttentionResult result) {
        List<AttentionLayer> encoder = FlowInput.layers(result.stack(AttentionKind.ENCODER), fromLayer);
        List<AttentionLayer> decoder = FlowInput.layers(result.stack(AttentionKind.DECODER), fromLayer);
        AttentionStack cross = result.stack(AttentionKind.CROSS);
        int targets = decoder.get(0).keyTokens().size();
        int sources = encoder.get(0).keyTokens().size();
        float[] sourceRollout = joint(encoder);
        float[] own = new float[targets * targets];
        for (int i = 0; i < targets; i++) {
            own[i * targets + i] = 1;
        }
        float[] source = new float[targets * sources];
        float residual = (float) mixing.residual();
        for (AttentionLayer layer : decoder) {
            float[] self = mixing.withResidual(layer);
            own = multiply(self, own, targets, targets, targets);
            source = multiply(self, source, targets, targets, sources);
            AttentionLayer looking = cross.layer(layer.number());
            requireCross(looking, targets, sources);
            float[] seen = multiply(mixing.withoutResidual(looking), sourceRollout, targets, sources, sources);
            for (int i = 0; i < own.length; i++) {
                own[i] *= residual;
            }
            for (int i = 0; i < source.length; i++) {
                source[i] = residual * source[i] + (1 - residual) * seen[i];
            }
        }
        return new Chained(
                FlowMatrix.of(decoder.get(0).queryTokens(), decoder.get(0).keyTokens(), own),
                FlowMatrix.of(decoder.get(0).queryTokens(), encoder.get(0).keyTokens(), source));
    }

    private static void requireCross(AttentionLayer layer, int targets, int sources) {
        FlowInput.require(layer);
        if (layer.queryTokens().size() != targets || layer.keyTokens().size() != sources) {
            throw new InvalidRequestException("Chaining needs cross-attention of all " + targets + " decoder on all "
                    + sources + " encoder tokens, but there is " + layer);
        }
    }

    private float[] multiply(float[] left, float[] right, int rows, int inner, int columns) {
        float[] result = new float[rows * columns];
        product.multiply(left, right, result, rows, inner, columns);
        return result;
    }

    /** Collects the options; not thread-safe. */
    public static final class Builder {
        private HeadFusion fusion = HeadFusion.MEAN;
        private double residual = 0.5;
        private double discard;
        private int fromLayer;
        private MatrixProduct product = MatrixProduct.PLAIN;

        private Builder() {}

        /**
         * How heads become one matrix; without this call the mean.
         *
         * @param newFusion the way
         * @return this builder
         */
        public Builder fusion(HeadFusion newFusion) {
            this.fusion = Objects.requireNonNull(newFusion, "fusion");
            return this;
        }

        /**
         * The share of the residual connection; without this call 0.5.
         *
         * @param newResidual from 0, attention only, to below 1
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder residual(double newResidual) {
            this.residual = share("residual", newResidual);
            return this;
        }

        /**
         * The ratio of each fused matrix's entries to drop, the smallest ones; without this call 0. Causal matrices
         * have zeros, which go first.
         *
         * @param newDiscard from 0 to below 1
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder discard(double newDiscard) {
            this.discard = share("discard", newDiscard);
            return this;
        }

        private static double share(String name, double value) {
            if (!(value >= 0 && value < 1)) {
                throw new IllegalArgumentException("The " + name + " share is from 0 to below 1, not " + value);
            }
            return value;
        }

        /**
         * The layer whose inputs are the tokens to arrive at; without this call the first.
         *
         * @param newFromLayer the model's own number
         * @return this builder
         */
        public Builder fromLayer(int newFromLayer) {
            this.fromLayer = newFromLayer;
            return this;
        }

        /**
         * What multiplies matrices; without this call {@link MatrixProduct#PLAIN}.
         *
         * @param newProduct the product
         * @return this builder
         */
        public Builder product(MatrixProduct newProduct) {
            this.product = Objects.requireNonNull(newProduct, "product");
            return this;
        }

        /**
         * Makes the rollout.
         *
         * @return the rollout
         */
        public Rollout build() {
            return new Rollout(this);
        }
    }
}
