package io.github.attention4j.onnx.internal;

import ai.onnxruntime.TensorInfo;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.GenerationRequest;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a generation begins with.
 *
 * @param given inputs that stay the same in all steps
 * @param prompt what the decoder begins with
 * @param encoderTokens what cross-attention looks at; empty if unknown, or if there is none
 */
record GenerationStart(Map<String, Tensor> given, TokenSequence prompt, TokenSequence encoderTokens) {
    private static final TokenSequence NONE = TokenSequence.of(List.of());

    /**
     * The start of a model that lies in one file.
     *
     * @param request the request
     * @param inputs the model's inputs
     * @param read the tokens of the request's prompt, or null if it is tensors
     * @param tokenizer describes ids; may be null
     */
    static GenerationStart of(
            GenerationRequest request,
            Map<String, TensorInfo> inputs,
            @Nullable TokenSequence read,
            @Nullable AttentionTokenizer tokenizer) {
        TokenSequence start = startTokens(request, tokenizer);
        if (DecoderInputs.decoderIds(inputs).isPresent()) {
            Map<String, Tensor> given = read == null ? tensors(request) : ModelInputs.fill(encoders(inputs), read);
            return new GenerationStart(
                    without(given, "decoder"), start, read == null ? labels(request, tokenizer) : read);
        }
        if (read != null) {
            return new GenerationStart(Map.of(), joined(read, start), NONE);
        }
        Map<String, Tensor> given = tensors(request);
        Tensor ids = given.get(ModelInputs.idsInput(inputs));
        TokenSequence prompt = ids == null ? NONE : TokenLabels.tokens(ids.toLongArray(), tokenizer);
        // Masks and positions grow with the text, so they are made anew for each step.
        Map<String, Tensor> constant = without(without(without(given, "ids"), "position"), "mask");
        return new GenerationStart(constant, joined(prompt, start), labels(request, tokenizer));
    }

    /** What the decoder begins with by request. */
    static TokenSequence startTokens(GenerationRequest request, @Nullable AttentionTokenizer tokenizer) {
        long[] ids = request.startIds().stream().mapToLong(Long::longValue).toArray();
        return TokenLabels.tokens(ids, tokenizer);
    }

    private static Map<String, Tensor> tensors(GenerationRequest request) {
        return ((AttentionInput.Tensors) request.prompt().input()).tensors();
    }

    private static TokenSequence labels(GenerationRequest request, @Nullable AttentionTokenizer tokenizer) {
        AttentionInput.Tensors input = (AttentionInput.Tensors) request.prompt().input();
        if (input.keyTokens() != null) {
            return Objects.requireNonNull(input.keyTokens());
        }
        Tensor ids = input.tensors().get("input_ids");
        return ids == null || ids.type().isFloat() ? NONE : TokenLabels.tokens(ids.toLongArray(), tokenizer);
    }

    private static Map<String, TensorInfo> encoders(Map<String, TensorInfo> inputs) {
        Map<String, TensorInfo> read = new LinkedHashMap<>();
        inputs.forEach((name, info) -> {
            if (!name.contains("decoder") && !ModelInputs.isCache(name)) {
                read.put(name, info);
            }
        });
        return read;
    }

    private static Map<String, Tensor> without(Map<String, Tensor> tensors, String word) {
        Map<String, Tensor> rest = new LinkedHashMap<>(tensors);
        rest.keySet().removeIf(name -> name.contains(word));
        return rest;
    }

    private static TokenSequence joined(TokenSequence first, TokenSequence second) {
        List<Token> all = new ArrayList<>(first);
        for (Token token : second) {
            all.add(numbered(all.size(), token));
        }
        return TokenSequence.of(all);
    }

    /** A token without a place in a text. */
    static Token numbered(int index, Token token) {
        return new Token(
                index,
                token.id(),
                token.piece(),
                token.text(),
                null,
                token.special(),
                token.segment(),
                Token.UNKNOWN,
                null);
    }
}
