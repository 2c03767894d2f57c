package io.github.attention4j;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attention of all extracted heads of one layer, {@code [heads, queries, keys]}, and what came with it.
 *
 * <p>Models that look within windows (Liu et al. 2021) have {@code [windows, heads, queries, keys]}: each window is an
 * attention of its own between its own tokens. Everywhere else there is one window.
 *
 * <p>Immutable, thread-safe; the numbers live in one read-only buffer that the matrices are views of.
 */
public final class AttentionLayer {
    private final LayerShape shape;
    private final RowMeaning rowMeaning;
    private final float errorBound;
    private final FloatBuffer weights;
    private final @Nullable FloatBuffer scores;
    private final @Nullable FloatBuffer gradients;
    private final @Nullable HeadVectors queries;
    private final @Nullable HeadVectors keys;
    private final @Nullable HeadVectors values;

    private AttentionLayer(Builder builder, FloatBuffer weights) {
        this.shape = builder.shape.withHeads(builder.heads, weights.limit());
        this.rowMeaning = builder.rowMeaning;
        this.errorBound = builder.errorBound;
        this.weights = shape.view("weights", weights);
        this.scores = builder.scores == null ? null : shape.view("scores", builder.scores);
        this.gradients = builder.gradients == null ? null : shape.view("gradients", builder.gradients);
        this.queries = builder.queries;
        this.keys = builder.keys;
        this.values = builder.values;
    }

    /**
     * Starts a layer.
     *
     * @param kind what the layer's keys are
     * @param number the model's own number of the layer within its kind, zero-based
     * @return a builder
     */
    public static Builder builder(AttentionKind kind, int number) {
        return new Builder(kind, number);
    }

    /**
     * What the layer's keys are.
     *
     * @return the kind
     */
    public AttentionKind kind() {
        return shape.kind();
    }

    /**
     * The model's own number of this layer within its kind.
     *
     * @return zero-based, also when other layers were not extracted
     */
    public int number() {
        return shape.number();
    }

    /**
     * The model's own numbers of the extracted heads.
     *
     * @return zero-based, ascending; {@code [0]} where heads were reduced to one matrix
     */
    public List<Integer> heads() {
        return shape.heads();
    }

    /**
     * The number of windows that the layer looks within.
     *
     * @return 1 unless the model cuts its input into windows
     */
    public int windowCount() {
        return shape.windowCount();
    }

    /**
     * The tokens that look: one per row.
     *
     * @return the query tokens
     */
    public TokenSequence queryTokens() {
        return shape.queryTokens();
    }

    /**
     * The tokens that are looked at: one per column.
     *
     * @return the key tokens
     */
    public TokenSequence keyTokens() {
        return shape.keyTokens();
    }

    /**
     * What the numbers in a row of the weights are.
     *
     * @return the meaning, the same for all heads
     */
    public RowMeaning rowMeaning() {
        return rowMeaning;
    }

    /**
     * The most by which any weight may differ from what the model computed.
     *
     * @return an absolute bound; 0 unless the request allowed a rounding {@link Transfer}
     */
    public float errorBound() {
        return errorBound;
    }

    /**
     * The attention of one head.
     *
     * @param head the model's own number of the head, zero-based
     * @return a view; of the first window where there are several
     * @throws InvalidRequestException if that head was not extracted
     */
    public AttentionMatrix matrix(int head) {
        return shape.matrix(weights, head, 0, rowMeaning);
    }

    /**
     * The attention of one head within one window.
     *
     * @param head the model's own number of the head, zero-based
     * @param window zero-based, below {@link #windowCount()}
     * @return a view
     * @throws InvalidRequestException if that head was not extracted
     * @throws IndexOutOfBoundsException if there is no such window
     */
    public AttentionMatrix matrix(int head, int window) {
        return shape.matrix(weights, head, window, rowMeaning);
    }

    /**
     * The weights of all heads, {@code [heads, queries, keys]}, window by window where there are several.
     *
     * @return a read-only view, position 0
     */
    public FloatBuffer weights() {
        return weights.duplicate();
    }

    /**
     * The numbers before softmax of one head.
     *
     * @param head the model's own number of the head, zero-based
     * @return a view, or empty if scores were not extracted
     * @throws InvalidRequestException if that head was not extracted
     */
    public Optional<AttentionMatrix> scores(int head) {
        return Optional.ofNullable(scores).map(buffer -> shape.matrix(buffer, head, 0, RowMeaning.SCORES));
    }

    /**
     * The derivatives of a model output with respect to the weights of one head.
     *
     * @param head the model's own number of the head, zero-based
     * @return a view, or empty if gradients were not extracted
     * @throws InvalidRequestException if that head was not extracted
     */
    public Optional<AttentionMatrix> gradients(int head) {
        return Optional.ofNullable(gradients).map(buffer -> shape.matrix(buffer, head, 0, RowMeaning.GRADIENTS));
    }

    /**
     * The query vectors as they enter the product with the keys: after positions were rotated in, before scaling.
     *
     * @return {@code [heads, queries, dimension]}, or empty if not extracted
     */
    public Optional<HeadVectors> queries() {
        return Optional.ofNullable(queries);
    }

    /**
     * The key vectors as they enter the product with the queries.
     *
     * @return {@code [key heads, keys, dimension]}, or empty if not extracted
     */
    public Optional<HeadVectors> keys() {
        return Optional.ofNullable(keys);
    }

    /**
     * The value vectors that the weights mix.
     *
     * @return {@code [key heads, keys, dimension]}, or empty if not extracted
     */
    public Optional<HeadVectors> values() {
        return Optional.ofNullable(values);
    }

    @Override
    public String toString() {
        return "AttentionLayer[" + shape + "]";
    }

    /** Collects one layer; not thread-safe. */
    public static final class Builder {
        private LayerShape shape;
        private List<Integer> heads = List.of();
        private RowMeaning rowMeaning = RowMeaning.DISTRIBUTION;
        private float errorBound;
        private @Nullable FloatBuffer weights;
        private @Nullable FloatBuffer scores;
        private @Nullable FloatBuffer gradients;
        private @Nullable HeadVectors queries;
        private @Nullable HeadVectors keys;
        private @Nullable HeadVectors values;

        private Builder(AttentionKind kind, int number) {
            this.shape = LayerShape.of(kind, number);
        }

        /**
         * The same tokens on both sides.
         *
         * @param tokens query and key tokens
         * @return this builder
         */
        public Builder tokens(TokenSequence tokens) {
            return tokens(tokens, tokens);
        }

        /**
         * The tokens of both sides.
         *
         * @param newQueryTokens one per row
         * @param newKeyTokens one per column
         * @return this builder
         */
        public Builder tokens(TokenSequence newQueryTokens, TokenSequence newKeyTokens) {
            this.shape = shape.withTokens(newQueryTokens, newKeyTokens);
            return this;
        }

        /**
         * The number of windows; without this call 1.
         *
         * @param newWindowCount at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder windowCount(int newWindowCount) {
            this.shape = shape.withWindows(newWindowCount);
            return this;
        }

        /**
         * The weights; the buffer is not copied, and the caller must not write to it afterwards.
         *
         * @param newWeights {@code [heads, queries, keys]} from position 0 to the limit, heap or direct
         * @return this builder
         */
        public Builder weights(FloatBuffer newWeights) {
            this.weights = newWeights;
            return this;
        }

        /**
         * The weights; the array is not copied, and the caller must not write to it afterwards.
         *
         * @param newWeights {@code [heads, queries, keys]}
         * @return this builder
         */
        public Builder weights(float[] newWeights) {
            return weights(FloatBuffer.wrap(newWeights));
        }

        /**
         * The model's own numbers of the heads; without this call they are numbered from 0.
         *
         * @param newHeads zero-based, ascending
         * @return this builder
         */
        public Builder heads(List<Integer> newHeads) {
            this.heads = List.copyOf(newHeads);
            return this;
        }

        /**
         * What the rows of the weights are; without this call {@link RowMeaning#DISTRIBUTION}.
         *
         * @param newRowMeaning the meaning
         * @return this builder
         */
        public Builder rowMeaning(RowMeaning newRowMeaning) {
            this.rowMeaning = Objects.requireNonNull(newRowMeaning, "rowMeaning");
            return this;
        }

        /**
         * The most by which any weight may be off; without this call 0.
         *
         * @param newErrorBound an absolute bound
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not a number
         */
        public Builder errorBound(float newErrorBound) {
            if (!(newErrorBound >= 0)) {
                throw new IllegalArgumentException("An error bound is at least 0, not " + newErrorBound);
            }
            this.errorBound = newErrorBound;
            return this;
        }

        /**
         * The numbers before softmax; not copied.
         *
         * @param newScores {@code [heads, queries, keys]}
         * @return this builder
         */
        public Builder scores(FloatBuffer newScores) {
            this.scores = newScores;
            return this;
        }

        /**
         * Derivatives with respect to the weights; not copied.
         *
         * @param newGradients {@code [heads, queries, keys]}
         * @return this builder
         */
        public Builder gradients(FloatBuffer newGradients) {
            this.gradients = newGradients;
            return this;
        }

        /**
         * The query vectors.
         *
         * @param newQueries {@code [heads, queries, dimension]}
         * @return this builder
         */
        public Builder queries(HeadVectors newQueries) {
            this.queries = newQueries;
            return this;
        }

        /**
         * The key vectors.
         *
         * @param newKeys {@code [key heads, keys, dimension]}
         * @return this builder
         */
        public Builder keys(HeadVectors newKeys) {
            this.keys = newKeys;
            return this;
        }

        /**
         * The value vectors.
         *
         * @param newValues {@code [key heads, keys, dimension]}
         * @return this builder
         */
        public Builder values(HeadVectors newValues) {
            this.values = newValues;
            return this;
        }

        /**
         * Checks the sizes and makes the layer.
         *
         * @return the layer
         * @throws IllegalArgumentException if weights or tokens are missing, or sizes do not fit
         */
        public AttentionLayer build() {
            if (weights == null) {
                throw new IllegalArgumentException("The weights of " + shape.name() + " are missing");
            }
            return new AttentionLayer(this, weights);
        }
    }
}
