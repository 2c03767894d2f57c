package io.github.attention4j;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
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
    private final AttentionKind kind;
    private final int number;
    private final int windowCount;
    private final List<Integer> heads;
    private final TokenSequence queryTokens;
    private final TokenSequence keyTokens;
    private final RowMeaning rowMeaning;
    private final float errorBound;
    private final FloatBuffer weights;
    private final @Nullable FloatBuffer scores;
    private final @Nullable FloatBuffer gradients;
    private final @Nullable HeadVectors queries;
    private final @Nullable HeadVectors keys;
    private final @Nullable HeadVectors values;

    private AttentionLayer(Builder builder, FloatBuffer weights) {
        this.kind = builder.kind;
        this.number = builder.number;
        this.windowCount = builder.windowCount;
        this.queryTokens = builder.queryTokens;
        this.keyTokens = builder.keyTokens;
        this.rowMeaning = builder.rowMeaning;
        this.errorBound = builder.errorBound;
        this.weights = readOnly(weights);
        this.heads = builder.heads.isEmpty() ? countHeads() : builder.heads;
        this.scores = builder.scores == null ? null : readOnly(builder.scores);
        this.gradients = builder.gradients == null ? null : readOnly(builder.gradients);
        this.queries = builder.queries;
        this.keys = builder.keys;
        this.values = builder.values;
        requireSize("weights", this.weights);
        requireSize("scores", this.scores);
        requireSize("gradients", this.gradients);
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
        return kind;
    }

    /**
     * The model's own number of this layer within its kind.
     *
     * @return zero-based, also when other layers were not extracted
     */
    public int number() {
        return number;
    }

    /**
     * The model's own numbers of the extracted heads.
     *
     * @return zero-based, ascending; {@code [0]} where heads were reduced to one matrix
     */
    public List<Integer> heads() {
        return heads;
    }

    /**
     * The number of windows that the layer looks within.
     *
     * @return 1 unless the model cuts its input into windows
     */
    public int windowCount() {
        return windowCount;
    }

    /**
     * The tokens that look: one per row.
     *
     * @return the query tokens
     */
    public TokenSequence queryTokens() {
        return queryTokens;
    }

    /**
     * The tokens that are looked at: one per column.
     *
     * @return the key tokens
     */
    public TokenSequence keyTokens() {
        return keyTokens;
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
        return matrix(weights, head, 0, rowMeaning);
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
        return matrix(weights, head, Objects.checkIndex(window, windowCount), rowMeaning);
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
        return Optional.ofNullable(scores).map(buffer -> matrix(buffer, head, 0, RowMeaning.SCORES));
    }

    /**
     * The derivatives of a model output with respect to the weights of one head.
     *
     * @param head the model's own number of the head, zero-based
     * @return a view, or empty if gradients were not extracted
     * @throws InvalidRequestException if that head was not extracted
     */
    public Optional<AttentionMatrix> gradients(int head) {
        return Optional.ofNullable(gradients).map(buffer -> matrix(buffer, head, 0, RowMeaning.GRADIENTS));
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

    private AttentionMatrix matrix(FloatBuffer buffer, int head, int window, RowMeaning meaning) {
        int position = heads.indexOf(head);
        if (position < 0) {
            throw new InvalidRequestException("Head " + head + " of " + kind.label() + " layer " + number
                    + " was not extracted; there are heads " + heads);
        }
        int rows = queryTokens.size();
        int columns = keyTokens.size();
        int matrix = window * heads.size() + position;
        return new DenseAttentionMatrix(buffer, matrix * rows * columns, rows, columns, meaning);
    }

    private static FloatBuffer readOnly(FloatBuffer buffer) {
        return buffer.asReadOnlyBuffer().rewind();
    }

    private List<Integer> countHeads() {
        int matrixSize = windowCount * queryTokens.size() * keyTokens.size();
        int count = matrixSize == 0 ? 0 : weights.limit() / matrixSize;
        return IntStream.range(0, count).boxed().toList();
    }

    private void requireSize(String what, @Nullable FloatBuffer buffer) {
        long expected = (long) windowCount * heads.size() * queryTokens.size() * keyTokens.size();
        if (buffer != null && (buffer.limit() != expected || expected == 0)) {
            throw new IllegalArgumentException("The " + what + " of " + kind.label() + " layer " + number
                    + " must be [heads, queries, keys] = [" + heads.size() + ", " + queryTokens.size() + ", "
                    + keyTokens.size() + "], at least one of each, but the buffer holds " + buffer.limit()
                    + " numbers");
        }
    }

    @Override
    public String toString() {
        return "AttentionLayer[" + kind.label() + " " + number + ", heads " + heads + ", " + queryTokens.size()
                + " queries, " + keyTokens.size() + " keys]";
    }

    /** Collects one layer; not thread-safe. */
    public static final class Builder {
        private final AttentionKind kind;
        private final int number;
        private int windowCount = 1;
        private List<Integer> heads = List.of();
        private TokenSequence queryTokens = TokenSequence.of(List.of());
        private TokenSequence keyTokens = TokenSequence.of(List.of());
        private RowMeaning rowMeaning = RowMeaning.DISTRIBUTION;
        private float errorBound;
        private @Nullable FloatBuffer weights;
        private @Nullable FloatBuffer scores;
        private @Nullable FloatBuffer gradients;
        private @Nullable HeadVectors queries;
        private @Nullable HeadVectors keys;
        private @Nullable HeadVectors values;

        private Builder(AttentionKind kind, int number) {
            this.kind = Objects.requireNonNull(kind, "kind");
            this.number = number;
            if (number < 0) {
                throw new IllegalArgumentException("A layer's number is zero-based, not " + number);
            }
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
            this.queryTokens = newQueryTokens;
            this.keyTokens = newKeyTokens;
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
            if (newWindowCount < 1) {
                throw new IllegalArgumentException("A layer has at least one window, not " + newWindowCount);
            }
            this.windowCount = newWindowCount;
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
                throw new IllegalArgumentException(
                        "The weights of " + kind.label() + " layer " + number + " are missing");
            }
            return new AttentionLayer(this, weights);
        }
    }
}
