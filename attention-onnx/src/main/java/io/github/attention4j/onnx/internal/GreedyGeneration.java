package io.github.attention4j.onnx.internal;

import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.GenerationRequest;
import io.github.attention4j.GenerationStep;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Selection;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** One generation, always taking the likeliest token; used once. */
final class GreedyGeneration {
    private final OnnxRunner decoder;
    private final GenerationRequest request;
    private final DecoderInputs inputs;
    private final GenerationStart start;
    private final RowGatherer rows = new RowGatherer();
    private final List<GenerationStep> steps = new ArrayList<>();
    private final List<Token> tokens;

    GreedyGeneration(OnnxRunner decoder, GenerationRequest request, GenerationStart start) {
        this.decoder = decoder;
        this.request = request;
        this.inputs = DecoderInputs.of(decoder.inputs(), decoder.outputs());
        this.start = start;
        this.tokens = new ArrayList<>(start.prompt());
    }

    /** Runs all steps and adds what they gave to a result. */
    void run(int mostTokens, LongFunction<Token> describe, Consumer<Token> listener, AttentionResult.Builder result) {
        Map<String, Tensor> kept = Map.of();
        int done = 0;
        boolean ended = false;
        for (int generated = 0; ; generated++) {
            AttentionResult step = step(done, kept);
            rows.add(step);
            steps.add(new GenerationStep(done, tokens.size() - done));
            done = tokens.size();
            if (ended || generated == mostTokens) {
                break;
            }
            kept = inputs.remember(kept, step.outputs());
            long chosen = likeliest(step.outputs());
            Token described = describe.apply(chosen);
            Token token = GenerationStart.numbered(done, described);
            tokens.add(token);
            listener.accept(token);
            ended = request.endIds().isEmpty()
                    ? token.special()
                    : request.endIds().contains(chosen);
        }
        rows.addTo(result, TokenSequence.of(tokens));
        steps.forEach(result::step);
    }

    private AttentionResult step(int done, Map<String, Tensor> kept) {
        boolean cached = inputs.keepsCache();
        TokenSequence all = TokenSequence.of(tokens);
        TokenSequence fed = cached ? TokenSequence.of(tokens.subList(done, tokens.size())) : all;
        AttentionInput input = new AttentionInput.Tensors(
                inputs.step(start.given(), fed.ids(), cached ? done : 0, kept), fed, start.encoderTokens());
        AttentionRequest.Builder wanted = AttentionRequest.builder(input)
                .kinds(done == 0 ? request.prompt().kinds() : later())
                .layers(request.prompt().layers())
                .heads(request.prompt().heads())
                .reduction(request.prompt().reduction())
                .transfer(request.prompt().transfer())
                .outputs(true);
        if (!cached && done > 0) {
            wanted.queryRows(Selection.range(done, tokens.size() - 1));
        }
        return decoder.extract(wanted.build());
    }

    /** An encoder sees nothing new after the first step. */
    private Set<AttentionKind> later() {
        EnumSet<AttentionKind> kinds = EnumSet.copyOf(request.prompt().kinds());
        kinds.remove(AttentionKind.ENCODER);
        if (kinds.isEmpty()) {
            throw new InvalidRequestException("Only rows of decoder and cross-attention are gathered while generating; "
                    + "request one of them, or extract the encoder's attention without generating");
        }
        return kinds;
    }

    private static long likeliest(Map<String, Tensor> outputs) {
        Tensor logits = outputs.get("logits");
        for (Tensor output : outputs.values()) {
            boolean scores = output.type().isFloat() && output.shape().length <= 3 && output.shape().length >= 2;
            logits = logits == null && scores ? output : logits;
        }
        if (logits == null || logits.size() == 0) {
            throw new ExtractionException("The model does not generate: it has no output [1, tokens, vocabulary]; its "
                    + "outputs are " + outputs.keySet());
        }
        long[] shape = logits.shape();
        float[] scores = logits.toFloatArray();
        int vocabulary = (int) shape[shape.length - 1];
        int last = scores.length - vocabulary;
        int best = last;
        for (int i = last; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return (long) best - last;
    }
}
