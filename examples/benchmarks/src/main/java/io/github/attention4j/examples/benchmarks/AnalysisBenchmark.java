package io.github.attention4j.examples.benchmarks;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.CharSpan;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.HeadMetric;
import io.github.attention4j.analysis.HeadMetrics;
import io.github.attention4j.analysis.flow.Rollout;
import io.github.attention4j.analysis.words.WordAggregation;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The analyses on 12 layers of 12 heads over 512 tokens, 37.7 million weights, on one core, beside summing the same
 * buffers. The weights are softmax rows of normally distributed scores.
 */
public final class AnalysisBenchmark {
    private static final int LAYERS = 12;
    private static final int HEADS = 12;
    private static final int TOKENS = 512;

    private final AttentionStack stack;
    private double sink;

    private AnalysisBenchmark() {
        Random random = new Random(1);
        List<AttentionLayer> layers = new ArrayList<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            layers.add(layer(layer, HEADS, positions(TOKENS), random));
        }
        stack = AttentionStack.of(layers);
    }

    /**
     * Prints one line per analysis.
     *
     * @param args none
     * @throws Exception if anything fails
     */
    public static void main(String[] args) throws Exception {
        AnalysisBenchmark benchmark = new AnalysisBenchmark();
        Paired paired = new Paired(21, 5);
        paired.compare("all metrics beside a sum", benchmark::metrics, benchmark::sum);
        paired.compare("words beside a sum", benchmark::words, benchmark::sum);
        paired.compare("rollout of one token beside a sum", benchmark::rolloutOfOneToken, benchmark::sum);
        paired.compare("rollout beside a sum", benchmark::rollout, benchmark::sum);
        if (Double.isNaN(benchmark.sink)) {
            throw new IllegalStateException("not a number");
        }
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

    /** What reading the memory once costs. */
    private void sum() {
        float[] row = new float[TOKENS];
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (AttentionLayer layer : stack.stream().toList()) {
            FloatBuffer weights = layer.weights();
            for (int start = 0; start < weights.limit(); start += TOKENS) {
                weights.get(start, row, 0, TOKENS);
                for (int key = 0; key < TOKENS; key += 4) {
                    a += row[key];
                    b += row[key + 1];
                    c += row[key + 2];
                    d += row[key + 3];
                }
            }
        }
        sink += a + b + c + d;
    }

    private void metrics() {
        sink += HeadMetrics.of(stack).table(HeadMetric.ENTROPY).value(0, 0);
    }

    private void rollout() {
        sink += Rollout.standard().matrix(stack).value(0, 0);
    }

    private void rolloutOfOneToken() {
        sink += Rollout.standard().row(stack, 0)[0];
    }

    private void words() {
        sink += WordAggregation.words(stack).matrix(0, 0).weight(0, 0);
    }
}
