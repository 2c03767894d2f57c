package io.github.attention4j.analysis;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.TokenSequence;
import java.util.List;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;

/** Attention written by hand, whose measures are known in closed form. */
public final class Constructed {
    private Constructed() {}

    /** A weight for each pair of positions. */
    @FunctionalInterface
    public interface Weight {
        double of(int query, int key);
    }

    public static final Weight IDENTITY = (query, key) -> query == key ? 1 : 0;
    public static final Weight CAUSAL_UNIFORM = (query, key) -> key <= query ? 1.0 / (query + 1) : 0;

    public static Weight uniform(int size) {
        return (query, key) -> 1.0 / size;
    }

    /** Every query's weight on the key that a function names. */
    public static Weight oneHot(IntBinaryOperator key, int size) {
        return (query, at) -> key.applyAsInt(query, size) == at ? 1 : 0;
    }

    public static AttentionStack stack(AttentionKind kind, TokenSequence tokens, Weight... heads) {
        int size = tokens.size();
        float[] weights = new float[heads.length * size * size];
        int at = 0;
        for (Weight head : heads) {
            for (int query = 0; query < size; query++) {
                for (int key = 0; key < size; key++) {
                    weights[at++] = (float) head.of(query, key);
                }
            }
        }
        return stack(kind, tokens, weights);
    }

    public static AttentionStack stack(AttentionKind kind, TokenSequence tokens, float[] weights) {
        return AttentionStack.of(List.of(
                AttentionLayer.builder(kind, 0).tokens(tokens).weights(weights).build()));
    }

    /** Layers of random rows that sum to 1 within rounding. */
    public static AttentionStack random(long seed, int layers, int heads, TokenSequence tokens) {
        Random random = new Random(seed);
        int size = tokens.size();
        return AttentionStack.of(IntStream.range(0, layers)
                .mapToObj(layer -> AttentionLayer.builder(AttentionKind.ENCODER, layer)
                        .tokens(tokens)
                        .weights(rows(random, heads * size, size))
                        .build())
                .toList());
    }

    public static float[] rows(Random random, int count, int size) {
        float[] rows = new float[count * size];
        for (int row = 0; row < count; row++) {
            double sum = 0;
            for (int i = row * size; i < (row + 1) * size; i++) {
                rows[i] = (float) Math.exp(2 * random.nextGaussian());
                sum += rows[i];
            }
            for (int i = row * size; i < (row + 1) * size; i++) {
                rows[i] = (float) (rows[i] / sum);
            }
        }
        return rows;
    }
}
