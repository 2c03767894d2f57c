package io.github.attention4j.render;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.CharSpan;
import io.github.attention4j.HeadVectors;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.Token;
import io.github.attention4j.TokenRegion;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Attention for views that need more than weights: vectors, pictures, generated text, running text. */
final class ViewSamples {
    static final String DATE = "Thursday, 15 July 1965";

    private ViewSamples() {}

    static Map<String, Tensor> arrays(String name) {
        try (InputStream in = Objects.requireNonNull(ViewSamples.class.getResourceAsStream("/" + name))) {
            return Npz.read(in, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] floats(Map<String, Tensor> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name)).toFloatArray();
    }

    /** MiniLM on one sentence, with its queries and keys. */
    static AttentionResult catSatWithVectors() {
        Map<String, Tensor> golden = arrays("minilm_cat_sat.npz");
        AttentionResult weights = Samples.catSat();
        AttentionResult.Builder result = AttentionResult.builder().model(weights.model());
        weights.stack(AttentionKind.ENCODER).stream()
                .map(layer -> AttentionLayer.builder(AttentionKind.ENCODER, layer.number())
                        .tokens(layer.queryTokens())
                        .weights(layer.weights())
                        .queries(vectors(golden, "query_" + layer.number(), 12, 8))
                        .keys(vectors(golden, "key_" + layer.number(), 12, 8))
                        .build())
                .forEach(result::layer);
        return result.build();
    }

    private static HeadVectors vectors(Map<String, Tensor> arrays, String name, int heads, int tokens) {
        float[] numbers = floats(arrays, name);
        return HeadVectors.wrap(FloatBuffer.wrap(numbers), heads, tokens, numbers.length / heads / tokens);
    }

    /** Random vectors, several query heads to a key head, and the causal weights that they give. */
    static AttentionResult groupedQueries(int heads, int keyHeads, int size, int dimension) {
        Random random = new Random(11);
        HeadVectors queries = random(random, heads, size, dimension);
        HeadVectors keys = random(random, keyHeads, size, dimension);
        float[] weights = new float[heads * size * size];
        for (int head = 0; head < heads; head++) {
            for (int query = 0; query < size; query++) {
                double sum = 0;
                int row = (head * size + query) * size;
                for (int key = 0; key <= query; key++) {
                    double score = dot(queries, head, query, keys, head / (heads / keyHeads), key);
                    weights[row + key] = (float) Math.exp(score / Math.sqrt(dimension));
                    sum += weights[row + key];
                }
                for (int key = 0; key <= query; key++) {
                    weights[row + key] /= (float) sum;
                }
            }
        }
        return AttentionResult.builder()
                .layer(AttentionLayer.builder(AttentionKind.DECODER, 0)
                        .tokens(TokenSequence.ofPositions(size))
                        .weights(weights)
                        .queries(queries)
                        .keys(keys)
                        .build())
                .build();
    }

    private static HeadVectors random(Random random, int heads, int tokens, int dimension) {
        float[] numbers = new float[heads * tokens * dimension];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return HeadVectors.wrap(FloatBuffer.wrap(numbers), heads, tokens, dimension);
    }

    static double dot(HeadVectors queries, int head, int query, HeadVectors keys, int keyHead, int key) {
        FloatBuffer q = queries.vector(head, query);
        FloatBuffer k = keys.vector(keyHead, key);
        double sum = 0;
        for (int i = 0; i < queries.dimension(); i++) {
            sum += (double) q.get(i) * k.get(i);
        }
        return sum;
    }

    /** A vision transformer on a handwritten two: a class token and 4 × 4 patches. */
    static AttentionResult digit() {
        List<Token> tokens = new ArrayList<>();
        tokens.add(Token.of(0, "[CLS]").withSpecial(true));
        for (int patch = 0; patch < 16; patch++) {
            tokens.add(Token.of(patch + 1, Integer.toString(patch))
                    .withRegion(new TokenRegion(patch % 4 / 4.0, Math.floorDiv(patch, 4) / 4.0, 0.25, 0.25)));
        }
        Map<String, Tensor> arrays = arrays("vit_digit.npz");
        AttentionResult.Builder result =
                AttentionResult.builder().model(new ModelDescription("ViT on digits", "", "", ""));
        for (int layer = 0; layer < 4; layer++) {
            result.layer(AttentionKind.ENCODER, layer, TokenSequence.of(tokens), floats(arrays, "encoder_" + layer));
        }
        return result.build();
    }

    /** What {@link #digit()} looked at. */
    static byte[] digitPng() {
        float[] pixels = floats(arrays("vit_digit.npz"), "pixels");
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < pixels.length; i++) {
            image.getRaster().setSample(i % 8, i / 8, 0, Math.min(255, (int) (pixels[i] * 16)));
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An encoder-decoder that has written a date as ISO 8601. */
    static AttentionResult date() {
        TokenSequence source = characters(DATE, false);
        TokenSequence target = characters("1965-07-15", true);
        Map<String, Tensor> arrays = arrays("date.npz");
        AttentionResult.Builder result = AttentionResult.builder().model(new ModelDescription("dates", "", "", ""));
        for (int layer = 0; layer < 2; layer++) {
            result.layer(AttentionKind.ENCODER, layer, source, floats(arrays, "encoder_" + layer));
            result.layer(AttentionKind.DECODER, layer, target, floats(arrays, "decoder_" + layer));
            result.layer(AttentionLayer.builder(AttentionKind.CROSS, layer)
                    .tokens(target, source)
                    .weights(floats(arrays, "cross_" + layer))
                    .build());
        }
        return result.build();
    }

    private static TokenSequence characters(String text, boolean begun) {
        List<Token> tokens = new ArrayList<>();
        if (begun) {
            tokens.add(Token.of(0, "<s>").withSpecial(true));
        }
        for (int i = 0; i < text.length(); i++) {
            tokens.add(token(tokens.size(), text.substring(i, i + 1), new CharSpan(i, i + 1), 0));
        }
        if (!begun) {
            tokens.add(Token.of(tokens.size(), "</s>").withSpecial(true));
        }
        return TokenSequence.of(tokens);
    }

    static Token token(int index, String text, @Nullable CharSpan span, int segment) {
        return new Token(index, Token.UNKNOWN, text, text, span, span == null, segment, Token.UNKNOWN, null);
    }

    /** Random attention over a text that was asked for, cut at spaces and at ideographs, between two special tokens. */
    static AttentionResult running(int layers, int heads, String text) {
        List<Token> tokens = new ArrayList<>();
        tokens.add(token(0, "[CLS]", null, 0));
        int start = 0;
        for (int at = 0; at <= text.length(); at++) {
            boolean edge = at == text.length() || Character.isWhitespace(text.charAt(at));
            boolean ideograph = at < text.length() && Character.isIdeographic(text.charAt(at));
            if ((edge || ideograph) && at > start) {
                tokens.add(token(tokens.size(), text.substring(start, at), new CharSpan(start, at), 0));
            }
            if (ideograph) {
                tokens.add(token(tokens.size(), text.substring(at, at + 1), new CharSpan(at, at + 1), 0));
            }
            start = edge || ideograph ? at + 1 : start;
        }
        tokens.add(token(tokens.size(), "[SEP]", null, 0));
        AttentionResult random = Samples.random(layers, heads, TokenSequence.of(tokens), false);
        AttentionResult.Builder result = AttentionResult.builder().request(AttentionRequest.of(text));
        random.stack(AttentionKind.ENCODER).stream().forEach(result::layer);
        return result.build();
    }

    /** {@link Samples#pair()} with vectors, and with its last three words as patches of a picture. */
    static AttentionResult pairWithEverything() {
        AttentionStack stack = Samples.pair().stack(AttentionKind.ENCODER);
        List<Token> tokens = new ArrayList<>();
        for (Token token : stack.queryTokens()) {
            int patch = token.index() - 9;
            boolean placed = patch >= 0 && patch < 3;
            tokens.add(placed ? token.withRegion(new TokenRegion(patch / 4.0, 0.25, 0.25, 0.5)) : token);
        }
        return dressed(stack, TokenSequence.of(tokens));
    }

    /** The weights of a stack between other tokens, with random vectors. */
    static AttentionResult dressed(AttentionStack stack, TokenSequence tokens) {
        Random random = new Random(5);
        int heads = stack.heads().size();
        AttentionResult.Builder result = AttentionResult.builder();
        stack.stream()
                .map(layer -> AttentionLayer.builder(AttentionKind.ENCODER, layer.number())
                        .tokens(tokens)
                        .weights(layer.weights())
                        .queries(random(random, heads, tokens.size(), 8))
                        .keys(random(random, heads, tokens.size(), 8))
                        .build())
                .forEach(result::layer);
        return result.build();
    }

    /** Everything that a view may need, over 512 tokens of which 256 are patches. */
    static AttentionResult longInput(boolean crossed) {
        List<Token> tokens = new ArrayList<>();
        for (Token token : TokenSequence.ofPositions(512)) {
            int patch = token.index() - 256;
            tokens.add(
                    patch < 0
                            ? token
                            : token.withRegion(new TokenRegion(
                                    patch % 16 / 16.0, Math.floorDiv(patch, 16) / 16.0, 1 / 16.0, 1 / 16.0)));
        }
        TokenSequence sequence = TokenSequence.of(tokens);
        AttentionStack stack = Samples.random(1, 2, sequence, false).stack(AttentionKind.ENCODER);
        AttentionResult.Builder result = AttentionResult.builder();
        dressed(stack, sequence).stack(AttentionKind.ENCODER).stream().forEach(result::layer);
        if (crossed) {
            result.layer(AttentionLayer.builder(AttentionKind.CROSS, 0)
                    .tokens(sequence, sequence)
                    .weights(stack.layer(0).weights())
                    .build());
        }
        return result.build();
    }

    /** Another result to compare one with: random, over other tokens where the sentence is known. */
    static AttentionResult unlike(AttentionResult first) {
        AttentionStack stack = first.stack(AttentionKind.ENCODER);
        boolean known = stack.queryTokens()
                .equals(Samples.catSat().stack(AttentionKind.ENCODER).queryTokens());
        TokenSequence tokens = known ? EveryView.oldMat() : stack.queryTokens();
        return Samples.random(stack.layers().size(), stack.heads().size(), tokens, false);
    }
}
