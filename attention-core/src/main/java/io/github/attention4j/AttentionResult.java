package io.github.attention4j;

import io.github.attention4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attention of one input: a stack of layers per kind, where it comes from, and what was asked.
 *
 * <p>Immutable and thread-safe. There is nothing to close: the numbers live in buffers that the garbage collector
 * frees.
 */
public final class AttentionResult {
    private final ModelDescription model;
    private final @Nullable AttentionRequest request;
    private final Map<AttentionKind, AttentionStack> stacks;
    private final Map<String, Tensor> outputs;
    private final List<GenerationStep> steps;

    private AttentionResult(Builder builder) {
        this.model = builder.model;
        this.request = builder.request;
        this.stacks = new EnumMap<>(AttentionKind.class);
        builder.layers.forEach((kind, layers) -> stacks.put(kind, AttentionStack.of(layers)));
        this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(builder.outputs));
        this.steps = List.copyOf(builder.steps);
    }

    /**
     * Starts a result; also the way to bring one's own tensors.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Where the attention comes from.
     *
     * @return the model and what ran it
     */
    public ModelDescription model() {
        return model;
    }

    /**
     * What was asked.
     *
     * @return the request, or empty for tensors that the caller brought along
     */
    public Optional<AttentionRequest> request() {
        return Optional.ofNullable(request);
    }

    /**
     * The stacks there are, encoder before decoder before cross-attention.
     *
     * @return at least one
     */
    public List<AttentionStack> stacks() {
        return List.copyOf(stacks.values());
    }

    /**
     * Whether there is attention of a kind.
     *
     * @param kind the kind
     * @return true if {@link #stack} will answer
     */
    public boolean has(AttentionKind kind) {
        return stacks.containsKey(kind);
    }

    /**
     * The stack of one kind.
     *
     * @param kind the kind
     * @return the stack
     * @throws InvalidRequestException if there is none; see {@link #has}
     */
    public AttentionStack stack(AttentionKind kind) {
        AttentionStack stack = stacks.get(kind);
        if (stack == null) {
            throw new InvalidRequestException("This result has no " + kind.label() + " attention; it has "
                    + stacks.keySet().stream().map(AttentionKind::label).toList());
        }
        return stack;
    }

    /**
     * The model's own outputs by name.
     *
     * @return unmodifiable; empty unless they were asked for
     */
    public Map<String, Tensor> outputs() {
        return outputs;
    }

    /**
     * The order in which the rows of a generation were computed.
     *
     * @return one entry per run of the model, from the prompt on; empty if a single run gave everything
     */
    public List<GenerationStep> steps() {
        return steps;
    }

    @Override
    public String toString() {
        return "AttentionResult" + stacks.values();
    }

    /** Collects a result; not thread-safe. */
    public static final class Builder {
        private final Map<AttentionKind, List<AttentionLayer>> layers = new EnumMap<>(AttentionKind.class);
        private final Map<String, Tensor> outputs = new LinkedHashMap<>();
        private final List<GenerationStep> steps = new ArrayList<>();
        private ModelDescription model = ModelDescription.UNKNOWN;
        private @Nullable AttentionRequest request;

        private Builder() {}

        /**
         * Where the attention comes from; without this call {@link ModelDescription#UNKNOWN}.
         *
         * @param newModel the model and what ran it
         * @return this builder
         */
        public Builder model(ModelDescription newModel) {
            this.model = newModel;
            return this;
        }

        /**
         * What was asked.
         *
         * @param newRequest the request
         * @return this builder
         */
        public Builder request(AttentionRequest newRequest) {
            this.request = newRequest;
            return this;
        }

        /**
         * Adds one layer.
         *
         * @param layer the layer
         * @return this builder
         */
        public Builder layer(AttentionLayer layer) {
            layers.computeIfAbsent(layer.kind(), kind -> new ArrayList<>()).add(layer);
            return this;
        }

        /**
         * Adds a self-attention layer from plain numbers; heads are counted from the array's length.
         *
         * @param kind the kind
         * @param number the layer's zero-based number
         * @param tokens the tokens of both sides
         * @param weights {@code [heads, tokens, tokens]}, not copied
         * @return this builder
         * @throws IllegalArgumentException if the array is no multiple of {@code tokens * tokens}
         */
        public Builder layer(AttentionKind kind, int number, TokenSequence tokens, float[] weights) {
            return layer(AttentionLayer.builder(kind, number)
                    .tokens(tokens)
                    .weights(weights)
                    .build());
        }

        /**
         * Adds one of the model's own outputs.
         *
         * @param name the output's name
         * @param tensor the output
         * @return this builder
         */
        public Builder output(String name, Tensor tensor) {
            outputs.put(name, tensor);
            return this;
        }

        /**
         * Adds one step of a generation.
         *
         * @param step the rows that it gave
         * @return this builder
         */
        public Builder step(GenerationStep step) {
            steps.add(step);
            return this;
        }

        /**
         * Makes the result.
         *
         * @return the result
         * @throws IllegalArgumentException if there is no layer, or two of one kind have the same number
         */
        public AttentionResult build() {
            if (layers.isEmpty()) {
                throw new IllegalArgumentException("A result has at least one layer of attention");
            }
            return new AttentionResult(this);
        }
    }
}
