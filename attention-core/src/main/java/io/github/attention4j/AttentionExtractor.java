package io.github.attention4j;

import java.util.List;
import java.util.function.Consumer;

/**
 * A model that gives its attention. Thread-safe and meant to be kept and shared; results outlive it.
 */
public interface AttentionExtractor extends AutoCloseable {
    /**
     * Runs the model and takes its attention.
     *
     * @param request the input and how much of its attention is wanted
     * @return the attention, independent of this extractor
     * @throws InvalidRequestException if the request names a layer, head or row that does not exist
     * @throws InvalidInputException if the input does not fit the model
     * @throws TokenizerException if the input is text and there is no tokenizer
     * @throws ExtractionException if the engine fails
     * @throws ExtractorClosedException after {@link #close()}
     */
    AttentionResult extract(AttentionRequest request);

    /**
     * All attention of one text; see {@link #extract(AttentionRequest)}.
     *
     * @param text the text
     * @return the attention
     */
    default AttentionResult extract(String text) {
        return extract(AttentionRequest.of(text));
    }

    /**
     * All attention of two texts that the model tells apart; see {@link #extract(AttentionRequest)}.
     *
     * @param text sentence A
     * @param pair sentence B
     * @return the attention
     */
    default AttentionResult extract(String text, String pair) {
        return extract(AttentionRequest.of(text, pair));
    }

    /**
     * One result per request. A backend may run them together; the results are those of single runs with padding
     * cut away.
     *
     * @param requests the requests
     * @return the results in the same order
     */
    default List<AttentionResult> extractAll(List<AttentionRequest> requests) {
        return requests.stream().map(this::extract).toList();
    }

    /**
     * Runs the model and hands its attention on block by block, for inputs whose whole attention does not fit into
     * memory. Each block costs a run of the model, out of which only its rows leave the engine: few large blocks are
     * quicker, many small ones need less memory. Layers with different numbers of rows come one after another.
     *
     * @param request the input and how much of its attention is wanted; of all query rows
     * @param blockRows the most query rows of a block, at least 1
     * @param consumer called with each block in the calling thread; a block may be kept, or dropped to free it
     * @throws InvalidRequestException if the request selects query rows, or wants vectors or outputs
     * @see #extract(AttentionRequest) for what else is thrown
     * @see io.github.attention4j.io.AttentionStreamFile for streams that end in a file
     */
    default void stream(AttentionRequest request, int blockRows, Consumer<AttentionBlock> consumer) {
        new RowStream(this, request).run(blockRows, consumer);
    }

    /**
     * The attention found in the model.
     *
     * @return by kind, then by layer
     */
    List<AttentionSite> sites();

    /**
     * The model and what runs it.
     *
     * @return the description that results carry, too
     */
    ModelDescription model();

    /** Frees the model. Calls under way finish first; calling it again does nothing. */
    @Override
    void close();
}
