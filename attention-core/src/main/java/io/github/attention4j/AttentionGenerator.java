package io.github.attention4j;

import java.util.function.Consumer;

/** A model that writes on from a prompt and gives its attention while it does. Thread-safe. */
public interface AttentionGenerator {
    /**
     * Generates token by token, each the likeliest (greedy decoding), and gathers the rows of attention that each
     * step computes into one result: its decoder tokens are the prompt and everything generated, its decoder and
     * cross-attention have a row for each of them, also for the last, and {@link AttentionResult#steps()} tells
     * which step gave which rows. Keys that did not exist yet have weight 0.
     *
     * @param request the prompt, what to keep of the attention, and when to stop
     * @param listener called with each token as soon as it is chosen, in the calling thread
     * @return the gathered attention; no outputs
     * @throws InvalidRequestException if the model does not generate, or the request wants of single steps what cannot
     *     be gathered: rows, columns, vectors, scores or outputs
     * @throws InvalidInputException if the prompt does not fit the model
     * @throws TokenizerException if the prompt is text and there is no tokenizer
     * @throws ExtractionException if the engine fails
     * @throws ExtractorClosedException after the extractor was closed
     */
    AttentionResult generate(GenerationRequest request, Consumer<Token> listener);

    /**
     * Generates without looking on; see {@link #generate(GenerationRequest, Consumer)}.
     *
     * @param request the prompt, what to keep of the attention, and when to stop
     * @return the gathered attention
     */
    default AttentionResult generate(GenerationRequest request) {
        return generate(request, token -> {});
    }
}
