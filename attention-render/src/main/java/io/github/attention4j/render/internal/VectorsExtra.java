package io.github.attention4j.render.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import java.io.IOException;
import java.util.List;

/** The query and key vectors of all layers that have them. */
public final class VectorsExtra implements Extra {
    private record Listed(AttentionLayer layer, VectorBlock block) {}

    private final List<Listed> layers;

    /**
     * The vectors of a result.
     *
     * @param attention a result with vectors in at least one layer
     * @throws io.github.attention4j.InvalidRequestException if no layer has vectors, or they do not fit the weights
     */
    public VectorsExtra(AttentionResult attention) {
        List<AttentionLayer> all =
                attention.stacks().stream().flatMap(stack -> stack.stream()).toList();
        List<AttentionLayer> having = all.stream()
                .filter(layer -> layer.queries().isPresent() && layer.keys().isPresent())
                .toList();
        // Without any, the first layer says what is missing.
        layers = (having.isEmpty() ? all.subList(0, 1) : having)
                .stream().map(layer -> new Listed(layer, VectorBlock.of(layer))).toList();
    }

    @Override
    public String name() {
        return "vectors";
    }

    @Override
    public boolean opens(AttentionLayer layer) {
        return layers.stream().anyMatch(listed -> listed.layer().equals(layer));
    }

    @Override
    public void write(JsonGenerator json, BlockList blocks, SequenceTable sequences) throws IOException {
        json.writeStartArray();
        for (Listed listed : layers) {
            json.writeStartObject();
            json.writeStringField("kind", listed.layer().kind().label());
            json.writeNumberField("layer", listed.layer().number());
            json.writeNumberField("dimension", listed.block().dimension());
            Numbers.write(json, "heads", listed.layer().heads());
            Numbers.write(json, "keyHeads", listed.block().keyHeads());
            json.writeNumberField("block", blocks.add(listed.block()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
