package io.github.attention4j.djl.internal;

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
}
