package io.github.attention4j.onnx.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts the rows of single steps one under the other, layer by layer. */
final class RowGatherer {
    private final List<AttentionLayer> encoder = new ArrayList<>();
    private final Map<AttentionKind, Map<Integer, List<AttentionLayer>>> parts = new TreeMap<>();

    void add(AttentionResult step) {
        for (AttentionStack stack : step.stacks()) {
            for (AttentionLayer layer : stack.stream().toList()) {
                if (layer.windowCount() > 1) {
                    throw new InvalidRequestException("Windows of "
                            + stack.kind().label() + " layer " + layer.number() + " cannot be gathered step by step");
                }
                if (stack.kind() == AttentionKind.ENCODER) {
                    encoder.add(layer);
                } else {
                    parts.computeIfAbsent(stack.kind(), kind -> new TreeMap<>())
                            .computeIfAbsent(layer.number(), number -> new ArrayList<>())
                            .add(layer);
                }
            }
        }
    }

    /** Adds everything gathered to a result whose decoder has these tokens. */
    void addTo(AttentionResult.Builder result, TokenSequence tokens) {
        encoder.forEach(result::layer);
        parts.values().forEach(layers -> layers.values().forEach(steps -> result.layer(gathered(steps, tokens))));
    }

    private static AttentionLayer gathered(List<AttentionLayer> steps, TokenSequence tokens) {
        AttentionLayer first = steps.get(0);
        TokenSequence keys = first.kind() == AttentionKind.DECODER ? tokens : first.keyTokens();
        int heads = first.heads().size();
        int rows = tokens.size();
        float[] weights = new float[Math.toIntExact(Tensor.elementCount(heads, rows, keys.size()))];
        int firstRow = 0;
        for (AttentionLayer step : steps) {
            int stepRows = step.queryTokens().size();
            int stepKeys = step.keyTokens().size();
            FloatBuffer source = step.weights();
            for (int head = 0; head < heads; head++) {
                for (int row = 0; row < stepRows; row++) {
                    source.get(weights, (head * rows + firstRow + row) * keys.size(), stepKeys);
                }
            }
            firstRow += stepRows;
        }
        return AttentionLayer.builder(first.kind(), first.number())
                .tokens(tokens, keys)
                .heads(first.heads())
                .rowMeaning(first.rowMeaning())
                .errorBound(first.errorBound())
                .weights(weights)
                .build();
    }
}
