package io.github.attention4j;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What a model is to write on from. Immutable.
 *
 * @param prompt the prompt, and which kinds, layers and heads of the attention to keep; for a model with an encoder,
 *     what the encoder reads
 * @param maxTokens the most tokens to generate, at least 1; fewer where the model has no more positions
 * @param startIds vocabulary numbers that the decoder of a model with an encoder begins with; behind the prompt
 *     otherwise
 * @param endIds vocabulary numbers that end the generation, and are its last token; empty for any token that the
 *     tokenizer calls special
 */
public record GenerationRequest(AttentionRequest prompt, int maxTokens, List<Long> startIds, Set<Long> endIds) {
    /**
     * Checks and copies.
     *
     * @param prompt the prompt and what to keep
     * @param maxTokens the most tokens to generate
     * @param startIds what the decoder begins with
     * @param endIds what ends the generation
     * @throws InvalidRequestException if there is no token to generate, or the request wants what cannot be gathered
     *     step by step
     */
    public GenerationRequest {
        Objects.requireNonNull(prompt, "prompt");
        startIds = List.copyOf(startIds);
        endIds = Set.copyOf(endIds);
        if (maxTokens < 1) {
            throw new InvalidRequestException("A generation has at least one token, not " + maxTokens);
        }
        boolean whole = prompt.queryRows().isAll() && prompt.keyColumns().isAll();
        if (!whole || prompt.vectors() || prompt.scores() || prompt.outputs()) {
            throw new InvalidRequestException(
                    "While generating, only whole rows of weights are gathered: request "
                            + "without query rows, key columns, vectors, scores and outputs, or extract from the finished text");
        }
    }

    /**
     * From a prompt to the first special token, or to a number of tokens.
     *
     * @param prompt the prompt and what to keep
     * @param maxTokens the most tokens to generate
     * @return the request
     */
    public static GenerationRequest of(AttentionRequest prompt, int maxTokens) {
        return new GenerationRequest(prompt, maxTokens, List.of(), Set.of());
    }

    /**
     * The same with tokens that the decoder begins with.
     *
     * @param ids vocabulary numbers
     * @return the request
     */
    public GenerationRequest startingWith(long... ids) {
        return new GenerationRequest(
                prompt, maxTokens, LongStream.of(ids).boxed().toList(), endIds);
    }

    /**
     * The same with tokens that end it.
     *
     * @param ids vocabulary numbers
     * @return the request
     */
    public GenerationRequest endingWith(long... ids) {
        return new GenerationRequest(
                prompt, maxTokens, startIds, LongStream.of(ids).boxed().collect(Collectors.toSet()));
    }
}
