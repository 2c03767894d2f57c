package io.github.attention4j;

import io.github.attention4j.tensor.Tensor;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What to extract: an input, and how much of its attention. Immutable.
 *
 * <p>A backend pushes the request down into the model: what was not asked for is not computed, copied or kept.
 */
public final class AttentionRequest {
    private final AttentionInput input;
    private final Extent extent;

    private AttentionRequest(AttentionInput input, Extent extent) {
        this.input = input;
        this.extent = extent;
    }

    /**
     * All attention of one text.
     *
     * @param text the text
     * @return the request
     */
    public static AttentionRequest of(String text) {
        return builder(new AttentionInput.Text(text, null)).build();
    }

    /**
     * All attention of two texts that the model tells apart.
     *
     * @param text sentence A
     * @param pair sentence B
     * @return the request
     */
    public static AttentionRequest of(String text, String pair) {
        return builder(new AttentionInput.Text(text, Objects.requireNonNull(pair, "pair")))
                .build();
    }

    /**
     * All attention of some vocabulary numbers.
     *
     * @param ids vocabulary numbers, special tokens included
     * @return the request
     */
    public static AttentionRequest ofIds(long... ids) {
        return builder(new AttentionInput.TokenIds(ids)).build();
    }

    /**
     * All attention of the model's inputs by name.
     *
     * @param tensors the inputs
     * @return the request
     */
    public static AttentionRequest ofTensors(Map<String, Tensor> tensors) {
        return builder(new AttentionInput.Tensors(tensors, null, null)).build();
    }

    /**
     * Starts a request.
     *
     * @param input what to run the model on
     * @return a builder that asks for everything
     */
    public static Builder builder(AttentionInput input) {
        return new Builder(input);
    }

    /**
     * Starts a request for one text.
     *
     * @param text the text
     * @return a builder that asks for everything
     */
    public static Builder builder(String text) {
        return builder(new AttentionInput.Text(text, null));
    }

    /**
     * Starts a request from this one.
     *
     * @return a builder that asks for the same
     */
    public Builder toBuilder() {
        return builder(input).like(this);
    }

    /**
     * What to run the model on.
     *
     * @return the input
     */
    public AttentionInput input() {
        return input;
    }

    /**
     * Which kinds of attention.
     *
     * @return at least one; a kind that the model lacks is not an error
     */
    public Set<AttentionKind> kinds() {
        return extent.kinds;
    }

    /**
     * Which layers of each kind.
     *
     * @return the model's own zero-based numbers
     */
    public Selection layers() {
        return extent.layers;
    }

    /**
     * Which heads of each layer.
     *
     * @return the model's own zero-based numbers
     */
    public Selection heads() {
        return extent.heads;
    }

    /**
     * Which query tokens.
     *
     * @return zero-based positions
     */
    public Selection queryRows() {
        return extent.queryRows;
    }

    /**
     * Which key tokens.
     *
     * @return zero-based positions
     */
    public Selection keyColumns() {
        return extent.keyColumns;
    }

    /**
     * What is kept of the heads.
     *
     * @return the reduction, {@link Reduction#NONE} if everything is
     */
    public Reduction reduction() {
        return extent.reduction;
    }

    /**
     * The form in which weights leave the engine.
     *
     * @return the form, {@link Transfer#EXACT} unless rounding was allowed
     */
    public Transfer transfer() {
        return extent.transfer;
    }

    /**
     * What rows are after the columns of this request were selected.
     *
     * @param whole what they are with all columns
     * @return the meaning of what is left
     */
    public RowMeaning rowMeaning(RowMeaning whole) {
        return extent.keyColumns.isAll() || whole == RowMeaning.TOP_K ? whole : RowMeaning.SLICED;
    }

    /**
     * Whether query, key and value vectors come along.
     *
     * @return true if so
     */
    public boolean vectors() {
        return extent.vectors;
    }

    /**
     * Whether the scores before softmax come along.
     *
     * @return true if so
     */
    public boolean scores() {
        return extent.scores;
    }

    /**
     * Whether the model's own outputs come along.
     *
     * @return true if so
     */
    public boolean outputs() {
        return extent.outputs;
    }

    @Override
    public String toString() {
        return "AttentionRequest[" + input + ", " + extent + "]";
    }

    /** Collects a request; not thread-safe. */
    public static final class Builder {
        private final AttentionInput input;
        private Extent extent = new Extent();

        private Builder(AttentionInput input) {
            this.input = Objects.requireNonNull(input, "input");
        }

        /**
         * As much as another request asks for, of this builder's input.
         *
         * @param other the request whose options to take over
         * @return this builder
         */
        public Builder like(AttentionRequest other) {
            this.extent = other.extent.copy();
            return this;
        }

        /**
         * Only these kinds.
         *
         * @param newKinds at least one
         * @return this builder
         * @throws InvalidRequestException if there is none
         */
        public Builder kinds(Set<AttentionKind> newKinds) {
            extent.kinds(newKinds);
            return this;
        }

        /**
         * Only this kind.
         *
         * @param kind the kind
         * @return this builder
         */
        public Builder kind(AttentionKind kind) {
            return kinds(EnumSet.of(kind));
        }

        /**
         * Only these layers of each kind.
         *
         * @param newLayers the model's own zero-based numbers
         * @return this builder
         */
        public Builder layers(Selection newLayers) {
            extent.layers = Objects.requireNonNull(newLayers, "layers");
            return this;
        }

        /**
         * Only these layers of each kind.
         *
         * @param newLayers the model's own zero-based numbers
         * @return this builder
         * @throws InvalidRequestException if there is none, or one is negative
         */
        public Builder layers(int... newLayers) {
            return layers(Selection.of(newLayers));
        }

        /**
         * Only these heads of each layer.
         *
         * @param newHeads the model's own zero-based numbers
         * @return this builder
         */
        public Builder heads(Selection newHeads) {
            extent.heads = Objects.requireNonNull(newHeads, "heads");
            return this;
        }

        /**
         * Only these heads of each layer.
         *
         * @param newHeads the model's own zero-based numbers
         * @return this builder
         * @throws InvalidRequestException if there is none, or one is negative
         */
        public Builder heads(int... newHeads) {
            return heads(Selection.of(newHeads));
        }

        /**
         * Only these query tokens; they keep their indices.
         *
         * @param newQueryRows zero-based positions
         * @return this builder
         */
        public Builder queryRows(Selection newQueryRows) {
            extent.queryRows = Objects.requireNonNull(newQueryRows, "queryRows");
            return this;
        }

        /**
         * Only these key tokens; they keep their indices. What is left of a row sums to at most 1, see
         * {@link RowMeaning#SLICED}; top-k picks among these keys. Key and value vectors come along whole.
         *
         * @param newKeyColumns zero-based positions
         * @return this builder
         */
        public Builder keyColumns(Selection newKeyColumns) {
            extent.keyColumns = Objects.requireNonNull(newKeyColumns, "keyColumns");
            return this;
        }

        /**
         * What to keep of the heads.
         *
         * @param newReduction the reduction
         * @return this builder
         */
        public Builder reduction(Reduction newReduction) {
            extent.reduction = Objects.requireNonNull(newReduction, "reduction");
            return this;
        }

        /**
         * The form in which weights leave the engine; without this call they are exact.
         *
         * @param newTransfer the form
         * @return this builder
         */
        public Builder transfer(Transfer newTransfer) {
            extent.transfer = Objects.requireNonNull(newTransfer, "transfer");
            return this;
        }

        /**
         * Whether query, key and value vectors come along; without this call they do not.
         *
         * @param newVectors true to extract them
         * @return this builder
         */
        public Builder vectors(boolean newVectors) {
            extent.vectors = newVectors;
            return this;
        }

        /**
         * Whether the scores before softmax come along; without this call they do not.
         *
         * @param newScores true to extract them
         * @return this builder
         */
        public Builder scores(boolean newScores) {
            extent.scores = newScores;
            return this;
        }

        /**
         * Whether the model's own outputs come along; without this call they do not.
         *
         * @param newOutputs true to keep them
         * @return this builder
         */
        public Builder outputs(boolean newOutputs) {
            extent.outputs = newOutputs;
            return this;
        }

        /**
         * Makes the request.
         *
         * @return the request
         */
        public AttentionRequest build() {
            return new AttentionRequest(input, extent.copy());
        }
    }
}
