package io.github.attention4j.analysis.corpus;

import io.github.attention4j.AttentionResult;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Numbers gathered input by input. Merging is associative and commutative down to the last bit, and an accumulator
 * without inputs changes nothing. Not thread-safe: one per thread, merged afterwards.
 *
 * @param <A> the accumulator itself
 */
public interface CorpusAccumulator<A extends CorpusAccumulator<A>> {
    /**
     * Takes in one input.
     *
     * @param number the input's place in the corpus, zero-based
     * @param input the input's text, or a name for it
     * @param result its attention; not kept
     */
    void add(long number, String input, AttentionResult result);

    /**
     * Takes in all inputs of another accumulator, which stays as it is.
     *
     * @param other made with the same options
     */
    void merge(A other);

    /**
     * Writes everything: the same bytes for the same inputs, in whatever order they came.
     *
     * @param out where to
     * @throws IOException if it cannot be written
     */
    void writeTo(DataOutput out) throws IOException;

    /**
     * Reads what {@link #writeTo} wrote, into an accumulator without inputs that was made with the same options.
     *
     * @param in where from
     * @throws IOException if it cannot be read or is something else
     */
    void readFrom(DataInput in) throws IOException;
}
