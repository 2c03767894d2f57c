package io.github.attention4j.examples.benchmarks;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.CharSpan;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Attention of the size that figures are given for: softmax rows of normally distributed scores. */
final class RandomAttention {
    static final int TOKENS = 512;
    private static final int LAYERS = 12;
    private static final int HEADS = 12;

    private RandomAttention() {}

    /** 12 layers of 12 heads over 512 tokens, 37.7 million weights; always the same. */
    static AttentionStack stack() {
        Random random = new Random(1);
        List<AttentionLayer> layers = new ArrayList<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            layers.add(layer(layer, HEADS, positions(TOKENS), random));
        }
        return AttentionStack.of(layers);
    }

    private static AttentionLayer layer(int number, int heads, TokenSequence tokens, Random random) {
        int size = tokens.size();
        float[] weights = new float[heads * size * size];
        for (int row = 0; row < heads * size; row++) {
            double sum = 0;
            for (int i = row * size; i < (row + 1) * size; i++) {
                weights[i] = (float) Math.exp(2 * random.nextGaussian());
                sum += weights[i];
            }
            for (int i = row * size; i < (row + 1) * size; i++) {
                weights[i] /= (float) sum;
            }
        }
        return AttentionLayer.builder(AttentionKind.ENCODER, number)
                .tokens(tokens)
                .weights(weights)
                .build();
    }

    /** Two sentences with special tokens, a word of two pieces now and then, and some words that come again. */
    private static TokenSequence positions(int size) {
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            boolean special = i == 0 || i == size / 2 || i == size - 1;
            String text = i == 0 ? "[CLS]" : special ? "[SEP]" : i % 3 == 2 ? "##ing" : "word" + i % 200;
            CharSpan span = special ? null : new CharSpan(i * 5, i * 5 + 4);
            int segment = i > size / 2 ? 1 : 0;
            tokens.add(new Token(i, Token.UNKNOWN, text, text, span, special, segment, Token.UNKNOWN, null));
        }
        return TokenSequence.of(tokens);
    }
}
