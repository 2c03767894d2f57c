package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.djl.OutputPart;
import java.util.Locale;

/**
 * What an output of a model is.
 *
 * @param part what it holds of a layer
 * @param kind the layer's kind
 * @param layer the layer's number within its kind, zero-based
 */
public record OutputRole(OutputPart part, AttentionKind kind, int layer) {
    @Override
    public String toString() {
        return part.name().toLowerCase(Locale.ROOT) + " of " + kind.label() + " layer " + layer;
    }
}
