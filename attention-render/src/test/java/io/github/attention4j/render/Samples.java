package io.github.attention4j.render;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Attention to draw: a real MiniLM's on one sentence, and random rows of any size. */
public final class Samples {
    private Samples() {}

    public static AttentionResult catSat() {
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream("/minilm_cat_sat.npz"))) {
            Map<String, Tensor> golden = Npz.read(in, "minilm_cat_sat.npz");
            List<Token> tokens =
                    new ArrayList<>(TokenSequence.ofTexts("[CLS]", "The", "cat", "sat", "on", "the", "mat", "[SEP]"));
            tokens.set(0, tokens.get(0).withSpecial(true));
            tokens.set(7, tokens.get(7).withSpecial(true));
            AttentionResult.Builder result =
                    AttentionResult.builder().model(new ModelDescription("MiniLM-L6", "", "", ""));
            for (int layer = 0; layer < 6; layer++) {
                float[] weights =
                        Objects.requireNonNull(golden.get("encoder_" + layer)).toFloatArray();
                result.layer(AttentionKind.ENCODER, layer, TokenSequence.of(tokens), weights);
            }
            return result.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two sentences in WordPiece, one of whose words is in three pieces, under random weights. */
    static AttentionResult pair() {
        String[] pieces = {
            "[CLS]", "The", "cat", "is", "un", "##believ", "##able", "[SEP]", "So", "is", "the", "dog", "[SEP]"
        };
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < pieces.length; i++) {
            tokens.add(Token.of(i, pieces[i])
                    .withSpecial(pieces[i].startsWith("["))
                    .withSegment(i > 7 ? 1 : 0));
        }
        return random(2, 4, TokenSequence.of(tokens), false);
    }

    /** Softmax rows over normal scores, as peaked as real attention is. */
    public static AttentionResult random(int layers, int heads, TokenSequence tokens, boolean causal) {
        Random random = new Random(7);
        int size = tokens.size();
        AttentionResult.Builder result = AttentionResult.builder();
        for (int layer = 0; layer < layers; layer++) {
            float[] weights = new float[heads * size * size];
            for (int row = 0; row < heads * size; row++) {
                int length = causal ? row % size + 1 : size;
                double sum = 0;
                for (int key = 0; key < length; key++) {
                    double exponential = Math.exp(2 * random.nextGaussian());
                    weights[row * size + key] = (float) exponential;
                    sum += exponential;
                }
                for (int key = 0; key < length; key++) {
                    weights[row * size + key] /= (float) sum;
                }
            }
            result.layer(AttentionLayer.builder(causal ? AttentionKind.DECODER : AttentionKind.ENCODER, layer)
                    .tokens(tokens)
                    .weights(weights)
                    .build());
        }
        return result.build();
    }
}
