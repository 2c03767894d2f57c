package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.AttentionResult;
import io.github.attention4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Objects;

/** What a model found likeliest. */
final class Logits {
    private Logits() {}

    /** The class or token with the largest number in the last row of the output {@code logits}. */
    static int likeliest(AttentionResult result) {
        Tensor tensor = Objects.requireNonNull(result.outputs().get("logits"), "the model has logits");
        FloatBuffer logits = tensor.floats();
        int count = (int) tensor.shape()[tensor.shape().length - 1];
        int start = logits.limit() - count;
        int best = 0;
        for (int at = 1; at < count; at++) {
            best = logits.get(start + at) > logits.get(start + best) ? at : best;
        }
        return best;
    }
}
