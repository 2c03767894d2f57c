package io.github.attention4j.examples.demo.chapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.Token;
import io.github.attention4j.TokenRegion;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.examples.demo.site.Claim;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.render.AttentionViews;
import io.github.attention4j.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Tokens that are patches of a picture. */
public final class Digits {
    private static final int SIDE = 8;
    private static final int PATCHES = 4;
    private static final int SAMPLE = 3;

    private Digits() {}

    /**
     * Reads a held-out digit.
     *
     * @param models the models
     * @return what the page needs
     */
    public static Contents of(Models models) {
        JsonNode sample = sample();
        int[] pixels = new int[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = sample.get("pixels").get(i).asInt();
        }
        AttentionResult result = read(models, pixels);
        int answer = Logits.likeliest(result);
        Claim.check(answer == sample.get("label").asInt(), "the model reads the digit rightly");
        AttentionStack stack = result.stack(AttentionKind.ENCODER);
        return new Contents()
                .put("answer", Integer.toString(answer))
                .put("patchCount", Integer.toString(stack.keyTokens().size() - 1))
                .view(
                        "patches",
                        "Where the class token looks in a picture of a " + answer,
                        AttentionViews.imageView(result, png(pixels)).layer(3).state("x-overlay=50"));
    }

    private static AttentionResult read(Models models, int[] pixels) {
        float[] values = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            values[i] = pixels[i] / 8f - 1;
        }
        TokenSequence tokens = patches();
        AttentionInput input = new AttentionInput.Tensors(
                Map.of("pixel_values", Tensor.ofFloats(values, 1, 1, SIDE, SIDE)), tokens, tokens);
        return models.digits()
                .extract(AttentionRequest.builder(input).outputs(true).build());
    }

    private static TokenSequence patches() {
        List<Token> tokens = new ArrayList<>(List.of(Token.of(0, "[CLS]").withSpecial(true)));
        for (int row = 0; row < PATCHES; row++) {
            for (int column = 0; column < PATCHES; column++) {
                double size = 1.0 / PATCHES;
                tokens.add(Token.of(tokens.size(), Integer.toString(tokens.size()))
                        .withRegion(new TokenRegion(column * size, row * size, size, size)));
            }
        }
        return TokenSequence.of(tokens);
    }

    private static byte[] png(int[] pixels) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < pixels.length; i++) {
            image.getRaster().setSample(i % SIDE, i / SIDE, 0, Math.min(255, pixels[i] * 16));
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode sample() {
        try (InputStream in = Models.resource("models/vit-digits/card.json")) {
            return new ObjectMapper().readTree(in).get("samples").get(SAMPLE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
