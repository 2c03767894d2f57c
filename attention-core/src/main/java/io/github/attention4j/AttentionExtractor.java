package io.github.attention4j;

import java.util.List;

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
