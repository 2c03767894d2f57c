package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells which of a run's outputs hold attention. Thread-safe. */
@FunctionalInterface
public interface OutputReader {
    /**
     * Reads the outputs of one run.
     *
     * @param run the outputs and what is known of the inputs
     * @return what they are
     * @throws io.github.attention4j.AttentionNotFoundException if none is attention
     * @throws io.github.attention4j.InvalidRequestException if they can be read in two ways
     */
    OutputRoles read(ModelRun run);

    /**
     * What a model takes in front of its own inputs, to be told what is wanted of it.
     *
     * @param requests what will be run together
     * @return the input, or null for a model that returns the same each time
     * @throws io.github.attention4j.InvalidRequestException if a request names what the model does not have
     */
    default @Nullable Tensor demand(List<AttentionRequest> requests) {
        return null;
    }

    /**
     * Where a layer's weights arise.
     *
     * @param layer a layer that a run gave
     * @return its site
     */
    default AttentionSite site(AttentionLayer layer) {
        return new AttentionSite(layer.kind(), layer.number(), layer.heads().size(), "output", "output");
    }
}
