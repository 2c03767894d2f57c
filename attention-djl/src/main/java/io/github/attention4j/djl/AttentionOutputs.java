package io.github.attention4j.djl;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.djl.internal.ModelRun;
import io.github.attention4j.djl.internal.OutputReader;
import io.github.attention4j.djl.internal.OutputRole;
import io.github.attention4j.djl.internal.OutputRoles;
import io.github.attention4j.djl.internal.TorchScriptSignature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says which of a model's outputs hold attention, where their form leaves it open. Immutable. */
public final class AttentionOutputs {
    private final Map<Integer, OutputRole> positions;
    private final Map<String, OutputRole> names;
    private final List<Element> elements;

    private record Element(int index, OutputPart part, AttentionKind kind) {}

    private AttentionOutputs(Builder builder) {
        this.positions = Map.copyOf(builder.positions);
        this.names = Map.copyOf(builder.names);
        this.elements = List.copyOf(builder.elements);
    }

    /**
     * Starts a choice.
     *
     * @return a builder that says nothing yet
     */
    public static Builder builder() {
        return new Builder();
    }

    OutputReader reader(@Nullable TorchScriptSignature signature) {
        if (elements.isEmpty()) {
            return OutputRoles.of(positions, names);
        }
        if (signature == null) {
            throw new InvalidRequestException(
                    "Engines return nested tuples flat, and only a TorchScript file tells where "
                            + "one ends. Say the outputs by their positions with outputs(o -> o.positions(first, last, kind)), "
                            + "or open the file with DjlAttentionExtractor");
        }
        return run -> resolve(run, signature);
    }

    private OutputRoles resolve(ModelRun run, TorchScriptSignature signature) {
        Map<Integer, OutputRole> all = new LinkedHashMap<>(positions);
        for (Element element : elements) {
            TorchScriptSignature.Range range =
                    signature.element(element.index(), run.outputs().size());
            for (int position = range.first(); position < range.end(); position++) {
                all.put(position, new OutputRole(element.part(), element.kind(), position - range.first()));
            }
        }
        return OutputRoles.of(all, names);
    }

    /** Collects a choice; not thread-safe. */
    public static final class Builder {
        private final Map<Integer, OutputRole> positions = new LinkedHashMap<>();
        private final Map<String, OutputRole> names = new LinkedHashMap<>();
        private final List<Element> elements = new ArrayList<>();

        private Builder() {}

        /**
         * An element of the tuple that a TorchScript model returns is itself a tuple or list of weights, one tensor per
         * layer.
         *
         * @param element the element's index, zero-based
         * @param kind the kind of attention in it
         * @return this builder
         */
        public Builder tuple(int element, AttentionKind kind) {
            return tuple(element, OutputPart.WEIGHTS, kind);
        }

        /**
         * An element of the tuple that a TorchScript model returns holds one tensor per layer.
         *
         * @param element the element's index, zero-based
         * @param part what the tensors are
         * @param kind the kind of attention they belong to
         * @return this builder
         */
        public Builder tuple(int element, OutputPart part, AttentionKind kind) {
            elements.add(new Element(element, part, kind));
            return this;
        }

        /**
         * Consecutive outputs are the weights of layers 0, 1, ….
         *
         * @param first the position of layer 0 among the outputs as the engine returns them, zero-based, nested tuples
         *     flat
         * @param last the position of the last layer
         * @param kind the kind of attention
         * @return this builder
         */
        public Builder positions(int first, int last, AttentionKind kind) {
            for (int position = first; position <= last; position++) {
                position(position, OutputPart.WEIGHTS, kind, position - first);
            }
            return this;
        }

        /**
         * What one output is, by its position.
         *
         * @param position its position among the outputs as the engine returns them, zero-based, nested tuples flat
         * @param part what it holds
         * @param kind the kind of attention
         * @param layer the layer's number within the kind, zero-based
         * @return this builder
         */
        public Builder position(int position, OutputPart part, AttentionKind kind, int layer) {
            positions.put(position, new OutputRole(part, kind, layer));
            return this;
        }

        /**
         * What one output is, by its name.
         *
         * @param name its name
         * @param part what it holds
         * @param kind the kind of attention
         * @param layer the layer's number within the kind, zero-based
         * @return this builder
         */
        public Builder name(String name, OutputPart part, AttentionKind kind, int layer) {
            names.put(name, new OutputRole(part, kind, layer));
            return this;
        }

        /**
         * Makes the choice.
         *
         * @return the choice
         * @throws InvalidRequestException if no output was named
         */
        public AttentionOutputs build() {
            if (positions.isEmpty() && names.isEmpty() && elements.isEmpty()) {
                throw new InvalidRequestException("outputs(…) names at least one output");
            }
            return new AttentionOutputs(this);
        }
    }
}
