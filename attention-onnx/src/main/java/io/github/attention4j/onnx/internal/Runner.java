package io.github.attention4j.onnx.internal;

import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.GenerationRequest;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.Token;
import java.util.List;
import java.util.function.Consumer;

/** What stands behind an extractor: one model file, or several that belong together. Thread-safe. */
public interface Runner {
    /**
     * Runs one request.
     *
     * @param request the request
     * @return the result
     */
    AttentionResult extract(AttentionRequest request);

    /**
     * Runs several requests, together where that gives the same.
     *
     * @param requests the requests
     * @return the results in the same order
     */
    List<AttentionResult> extractAll(List<AttentionRequest> requests);

    /**
     * Generates.
     *
     * @param request the prompt and what to keep
     * @param listener called with each token
     * @return the gathered result
     */
    AttentionResult generate(GenerationRequest request, Consumer<Token> listener);

    /**
     * The attention found.
     *
     * @return by kind, then by layer
     */
    List<AttentionSite> sites();

    /**
     * The model and what runs it.
     *
     * @return the description
     */
    ModelDescription model();

    /** Waits for calls under way, then frees everything. */
    void close();
}
