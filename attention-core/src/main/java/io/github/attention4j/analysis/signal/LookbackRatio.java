package io.github.attention4j.analysis.signal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.Findings;
import io.github.attention4j.analysis.HeadTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How much generated tokens look back at given context rather than at what was generated before them ("Lookback Lens",
 * Chuang et al. 2024): {@code ratio = A(context) / (A(context) + A(new))}, where A is the <em>mean</em> weight of a row
 * on the context's tokens, and on the generated tokens up to and including its own.
 *
 * <p>From 0 to 1; 0.5 when a token of the context gets as much as a generated one. NaN where a row has weight on
 * neither. The paper trains a classifier on {@link #features}; a single ratio, or the mean of all, does not say whether
 * a text is true to its context: heads that look at the first token count as looking back whatever it says, and as the
 * generated part grows its mean falls. Immutable, thread-safe.
 */
public final class LookbackRatio {
    private final AttentionStack stack;
    private final int firstGenerated;
    /** {@code [generated row][layer position][head position]}. */
    private final double[][][] ratios;

    private LookbackRatio(AttentionStack stack, int firstGenerated, double[][][] ratios) {
        this.stack = stack;
        this.firstGenerated = firstGenerated;
        this.ratios = ratios;
    }

    /**
     * Ratios of a generated text on its whole prompt.
     *
     * @param result what a generator gathered step by step
     * @return ratios of every generated token that was read again
     * @throws InvalidRequestException if the result has no steps, or nothing was read after the prompt
     */
    public static LookbackRatio onPrompt(AttentionResult result) {
        if (result.steps().isEmpty()) {
            throw new InvalidRequestException("There are no steps in " + result
                    + "; generate the text, or say which positions are context and where generated text begins");
        }
        int prompt = result.steps().get(0).rowCount();
        return of(
                result.stack(AttentionKind.DECODER),
                IntStream.range(0, prompt).boxed().toList(),
                prompt);
    }

    /**
     * Ratios of generated tokens.
     *
     * @param stack a decoder's self-attention of all tokens
     * @param context positions of the context's tokens, zero-based, all before {@code firstGenerated}
     * @param firstGenerated position of the first generated token; rows from there on have a ratio
     * @return ratios of every generated token in every head
     * @throws InvalidRequestException if rows or columns are missing, there is no context, or it is not before the
     *     generated tokens
     */
    public static LookbackRatio of(AttentionStack stack, Collection<Integer> context, int firstGenerated) {
        int size = stack.queryTokens().size();
        int[] places = context.stream().distinct().mapToInt(Integer::intValue).toArray();
        boolean outside = IntStream.of(places).anyMatch(place -> place < 0 || place >= firstGenerated);
        if (places.length == 0 || outside || firstGenerated >= size) {
            throw new InvalidRequestException("Looking back needs context among positions 0 to " + (firstGenerated - 1)
                    + " and generated tokens from " + firstGenerated + " to " + (size - 1) + ", but the context is "
                    + context);
        }
        double[][][] ratios = new double[size - firstGenerated][stack.layers().size()][];
        List<AttentionLayer> layers = stack.stream().toList();
        for (int i = 0; i < layers.size(); i++) {
            AttentionLayer layer = layers.get(i);
            SignalInput.requireWeights(layer);
            if (!layer.queryTokens().equals(layer.keyTokens())) {
                throw new InvalidRequestException(
                        "Looking back needs all tokens' weights on all tokens, but there is " + layer);
            }
            for (int row = 0; row < ratios.length; row++) {
                int query = firstGenerated + row;
                ratios[row][i] = layer.heads().stream()
                        .mapToDouble(head -> ratio(layer.matrix(head), query, places, firstGenerated))
                        .toArray();
            }
        }
        return new LookbackRatio(stack, firstGenerated, ratios);
    }

    private static double ratio(AttentionMatrix matrix, int query, int[] context, int firstGenerated) {
        double looked = 0;
        for (int key : context) {
            looked += matrix.weight(query, key);
        }
        double own = 0;
        for (int key = firstGenerated; key <= query; key++) {
            own += matrix.weight(query, key);
        }
        looked /= context.length;
        own /= query - firstGenerated + 1;
        return looked / (looked + own);
    }

    /**
     * The generated tokens that have ratios.
     *
     * @return one per row
     */
    public TokenSequence generated() {
        TokenSequence tokens = stack.queryTokens();
        return TokenSequence.of(tokens.subList(firstGenerated, tokens.size()));
    }

    /**
     * The ratio of one token in one head.
     *
     * @param token position among {@link #generated()}, zero-based
     * @param layer the model's own number of the layer
     * @param head the model's own number of the head
     * @return from 0 to 1, or NaN
     * @throws IndexOutOfBoundsException if there is no such token
     * @throws InvalidRequestException if there is no such layer or head
     */
    public double ratio(int token, int layer, int head) {
        Objects.checkIndex(token, ratios.length);
        stack.matrix(layer, head);
        int position = stack.layer(layer).heads().indexOf(head);
        return ratios[token][stack.layers().indexOf(layer)][position];
    }

    /**
     * All ratios of one token, layer by layer and head by head: the vector that the paper's classifier takes.
     *
     * @param token position among {@link #generated()}, zero-based
     * @return a copy
     * @throws IndexOutOfBoundsException if there is no such token
     */
    public double[] features(int token) {
        double[][] layers = ratios[Objects.checkIndex(token, ratios.length)];
        return Arrays.stream(layers).flatMapToDouble(Arrays::stream).toArray();
    }

    /**
     * Each head's mean over the generated tokens that have a ratio.
     *
     * @return a table called {@code lookback-ratio}
     * @throws InvalidRequestException if layers differ in their heads
     */
    public HeadTable meanByHead() {
        double[][] means = new double[stack.layers().size()][stack.heads().size()];
        for (int i = 0; i < means.length; i++) {
            int layer = i;
            if (!stack.layer(stack.layers().get(i)).heads().equals(stack.heads())) {
                throw new InvalidRequestException("A table needs the same heads in all layers, unlike " + stack);
            }
            for (int j = 0; j < means[i].length; j++) {
                int head = j;
                means[i][j] = IntStream.range(0, ratios.length)
                        .mapToDouble(row -> ratios[row][layer][head])
                        .filter(value -> !Double.isNaN(value))
                        .average()
                        .orElse(Double.NaN);
            }
        }
        return new HeadTable("lookback-ratio", "", stack.kind(), stack.layers(), stack.heads(), means);
    }

    /**
     * Each generated token's mean over all heads, as findings.
     *
     * @return what to print, or to write as CSV or JSON
     */
    public Findings findings() {
        Findings.Builder findings = Findings.builder("lookback ratio", List.of("position", "token", "mean ratio"));
        List<Token> tokens = new ArrayList<>(generated());
        for (int row = 0; row < tokens.size(); row++) {
            double mean = Arrays.stream(features(row))
                    .filter(value -> !Double.isNaN(value))
                    .average()
                    .orElse(Double.NaN);
            findings.row(tokens.get(row).index(), tokens.get(row).text(), mean);
        }
        return findings.build();
    }
}
