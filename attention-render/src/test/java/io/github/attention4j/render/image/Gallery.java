package io.github.attention4j.render.image;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.Token;
import io.github.attention4j.TokenRegion;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.HeadTable;
import io.github.attention4j.render.Samples;
import io.github.attention4j.render.Theme;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A picture of each kind, short and long, light and dark: what the golden files show. */
final class Gallery {
    static final AttentionResult CAT_SAT = Samples.catSat();

    private static final String[] WORDS = ("when the committee finally published its findings in march nobody expected "
                    + "such a strong reaction from the southern districts where unemployment had doubled")
            .split(" ");

    private Gallery() {}

    /** All pictures by name. */
    static Map<String, Picture> pictures() {
        Map<String, Picture> pictures = new LinkedHashMap<>();
        pictures.put("heat-map", AttentionImages.heatMap(CAT_SAT).layer(2).head(3));
        pictures.put(
                "heat-map-cividis",
                AttentionImages.heatMap(CAT_SAT).layer(2).heads(3, 5).palette(Palette.CIVIDIS));
        pictures.put(
                "difference",
                AttentionImages.difference(CAT_SAT, Samples.random(6, 12, tokens(8), false))
                        .layer(4)
                        .head(1));
        pictures.put("head-grid", AttentionImages.headGrid(CAT_SAT));
        pictures.put("head-view", AttentionImages.headView(CAT_SAT).layer(2).heads(3, 5));
        pictures.put("token-text", AttentionImages.tokenText(CAT_SAT).layer(2).head(3));
        pictures.put(
                "token-text-query",
                AttentionImages.tokenText(CAT_SAT).layer(2).head(3).queries(2));
        pictures.put(
                "alignment", AttentionImages.alignment(translation()).layer(0).head(0));
        pictures.put("steps", AttentionImages.steps(Samples.random(1, 2, tokens(12), true)));
        pictures.put(
                "overlay",
                AttentionImages.overlay(vision(), photo()).layer(0).head(1).queries(0));
        pictures.put("head-matrix", AttentionImages.headMatrix(table("entropy", "bits", 12, 12, 1)));
        pictures.put("head-bars", AttentionImages.headBars(table("confidence", "", 6, 12, 2)));
        pictures.put(
                "head-scatter",
                AttentionImages.headScatter(
                        table("entropy", "bits", 12, 12, 1), table("distance", "tokens", 12, 12, 3)));
        pictures.put("scripts", AttentionImages.tokenText(scripts()).layer(0).head(0));
        pictures.put(
                "scripts-heat-map", AttentionImages.heatMap(scripts()).layer(0).head(0));
        pictures.put(
                "scripts-emoji", AttentionImages.tokenText(emoji()).layer(0).head(0));
        for (int length : new int[] {5, 40, 200}) {
            AttentionResult encoder = Samples.random(3, 4, tokens(length), false);
            AttentionResult decoder = Samples.random(1, 2, tokens(length), true);
            pictures.put(
                    "heat-map-" + length,
                    AttentionImages.heatMap(encoder).layer(1).head(2));
            pictures.put("head-grid-" + length, AttentionImages.headGrid(encoder));
            pictures.put(
                    "head-view-" + length,
                    AttentionImages.headView(decoder).layer(0).head(1));
            pictures.put(
                    "token-text-" + length,
                    AttentionImages.tokenText(encoder).layer(1).head(2));
            pictures.put(
                    "alignment-" + length,
                    AttentionImages.alignment(encoder).layer(1).head(2));
            pictures.put(
                    "steps-" + length, AttentionImages.steps(decoder).layer(0).head(1));
        }
        Map<String, Picture> themed = new LinkedHashMap<>();
        pictures.forEach((name, picture) -> {
            // Lengths are about place, which does not depend on colours.
            if (!name.endsWith("-40")) {
                themed.put(name + "-light", picture.theme(Theme.LIGHT));
            }
            if (!name.endsWith("-5") && !name.endsWith("-200")) {
                themed.put(name + "-dark", picture.theme(Theme.DARK));
            }
        });
        return themed;
    }

    /** English words, the first and last special. */
    static TokenSequence tokens(int count) {
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean special = i == 0 || i == count - 1;
            String text = special ? (i == 0 ? "[CLS]" : "[SEP]") : WORDS[(i - 1) % WORDS.length];
            tokens.add(Token.of(i, text).withSpecial(special));
        }
        return TokenSequence.of(tokens);
    }

    /** Chinese, Japanese, Korean, Arabic, Hebrew, Hindi, Thai, emoji and mathematics. */
    static AttentionResult scripts() {
        TokenSequence tokens = TokenSequence.ofTexts(
                "注意力", "机制", "こんにちは", "어텐션", "שלום", "עולם!", "مرحبا", "بالعالم", "ध्यान", "สวัสดี", "😀", "👍🏽", "❤️",
                "∑", "naïve", "𠮷野家");
        return Samples.random(1, 1, tokens, false);
    }

    /** Joined emoji, skin tones, flags, keycaps, and what only looks like them. */
    static AttentionResult emoji() {
        TokenSequence tokens = TokenSequence.ofTexts(
                "👨‍👩‍👧",
                "👩🏽‍💻",
                "🇩🇪🇫🇷",
                "👍🏽",
                "1️⃣",
                "❤️‍🔥",
                "🏴‍☠️",
                "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
                "😀‍😀",
                "❤",
                "e\u0301",
                "\u1112\u1161\u11ab");
        return Samples.random(1, 1, tokens, false);
    }

    /** Cross-attention that follows the diagonal, with one exchange of word order. */
    static AttentionResult translation() {
        TokenSequence source = TokenSequence.ofTexts("the", "black", "cat", "sat", "on", "the", "mat", "</s>");
        TokenSequence target = TokenSequence.ofTexts("le", "chat", "noir", "s'est", "assis", "sur", "le", "tapis");
        int[] looksAt = {0, 2, 1, 3, 3, 4, 5, 6};
        float[] weights = new float[64];
        for (int row = 0; row < 8; row++) {
            for (int key = 0; key < 8; key++) {
                weights[row * 8 + key] = key == looksAt[row] ? 0.72f : 0.04f;
            }
        }
        return AttentionResult.builder()
                .model(new ModelDescription("Translator", "", "", ""))
                .layer(AttentionLayer.builder(AttentionKind.CROSS, 0)
                        .tokens(target, source)
                        .weights(weights)
                        .build())
                .build();
    }

    /** A class token and 14 by 14 patches, as a vision transformer has them. */
    static AttentionResult vision() {
        List<Token> tokens = new ArrayList<>(List.of(Token.of(0, "[CLS]").withSpecial(true)));
        for (int patch = 0; patch < 196; patch++) {
            int row = patch / 14;
            int column = patch % 14;
            tokens.add(Token.of(patch + 1, "patch " + patch)
                    .withRegion(new TokenRegion(column / 14.0, row / 14.0, 1 / 14.0, 1 / 14.0)));
        }
        float[] weights = new float[2 * 197 * 197];
        for (int row = 0; row < 2 * 197; row++) {
            double sum = 0;
            for (int key = 0; key < 197; key++) {
                int down = (key - 1) / 14;
                double distance = key == 0 ? 9 : Math.hypot((key - 1) % 14 - 8.0, down - 5.0);
                weights[row * 197 + key] = (float) Math.exp(-distance * distance / 8);
                sum += weights[row * 197 + key];
            }
            for (int key = 0; key < 197; key++) {
                weights[row * 197 + key] /= (float) sum;
            }
        }
        return AttentionResult.builder()
                .layer(AttentionKind.ENCODER, 0, TokenSequence.of(tokens), weights)
                .build();
    }

    /** A red ball under a blue sky. */
    static BufferedImage photo() {
        BufferedImage photo = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = photo.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, new Color(0x6aa9e9), 0, 240, new Color(0xe9f3d0)));
        graphics.fillRect(0, 0, 320, 240);
        graphics.setColor(new Color(0xc0392b));
        graphics.fillOval(150, 60, 90, 90);
        graphics.dispose();
        return photo;
    }

    /** Numbers between 0 and 4, one of them missing. */
    static HeadTable table(String metric, String unit, int layers, int heads, int seed) {
        Random random = new Random(seed);
        double[][] values = new double[layers][heads];
        for (double[] row : values) {
            for (int head = 0; head < heads; head++) {
                row[head] = 2 + random.nextGaussian() * 0.6;
            }
        }
        values[1][2] = Double.NaN;
        return new HeadTable(
                metric,
                unit,
                AttentionKind.ENCODER,
                IntStream.range(0, layers).boxed().toList(),
                IntStream.range(0, heads).boxed().toList(),
                values);
    }
}
