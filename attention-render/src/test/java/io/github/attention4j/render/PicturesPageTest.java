package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.analysis.HeadMetric;
import io.github.attention4j.analysis.HeadMetrics;
import io.github.attention4j.analysis.HeadTable;
import io.github.attention4j.render.image.AttentionImages;
import io.github.attention4j.render.image.Palette;
import io.github.attention4j.render.image.Perceived;
import io.github.attention4j.render.image.Picture;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page on pictures shows what its snippets draw. After a wanted change, run with {@code -Dgolden.update=true} on a
 * machine whose sans serif font is Noto Sans, and look at the pictures.
 */
class PicturesPageTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path SOURCE =
            Path.of("src", "test", "java", "io", "github", "attention4j", "render", "PicturesPageTest.java");
    private static final Pattern SNIPPET =
            Pattern.compile("pictures\\.put\\(\\s*\"([a-z-]+)\",\\s*(.*?)\\);\\n", Pattern.DOTALL);

    private static final Map<String, Picture> PICTURES = pictures();

    static Stream<String> names() {
        return PICTURES.keySet().stream();
    }

    private static Map<String, Picture> pictures() {
        Map<String, Picture> pictures = new LinkedHashMap<>();
        AttentionResult attention = Samples.catSat();
        AttentionResult reference = even(attention);
        AttentionResult translation = ViewSamples.date();
        AttentionResult vision = ViewSamples.digit();
        BufferedImage image = image();
        HeadMetrics metrics = HeadMetrics.of(attention.stack(AttentionKind.ENCODER));
        HeadTable entropy = metrics.table(HeadMetric.ENTROPY);
        HeadTable distance = metrics.table(HeadMetric.DISTANCE);
        pictures.put("heat-map", AttentionImages.heatMap(attention).layer(2).head(3));
        pictures.put(
                "difference",
                AttentionImages.difference(attention, reference).layer(2).head(3));
        pictures.put("head-grid", AttentionImages.headGrid(attention).palette(Palette.CIVIDIS));
        pictures.put("head-view", AttentionImages.headView(attention).layer(2).heads(3, 5));
        pictures.put(
                "token-text",
                AttentionImages.tokenText(attention).layer(2).head(3).queries(2));
        pictures.put(
                "alignment", AttentionImages.alignment(translation).layer(1).head(0));
        pictures.put("steps", AttentionImages.steps(translation).theme(Theme.DARK));
        pictures.put("overlay", AttentionImages.overlay(vision, image).layer(3).queries(0));
        pictures.put("head-matrix", AttentionImages.headMatrix(entropy));
        pictures.put("head-bars", AttentionImages.headBars(entropy));
        pictures.put("distance-matrix", AttentionImages.headMatrix(distance));
        pictures.put("head-scatter", AttentionImages.headScatter(entropy, distance));
        return pictures;
    }

    @ParameterizedTest
    @MethodSource("names")
    void thePageHasTheSnippetAndThePictureWithWords(String name) throws IOException {
        String page = Files.readString(DOCS.resolve("pictures.md"));
        Matcher snippets = SNIPPET.matcher(Files.readString(SOURCE));
        String code = snippets.results()
                .filter(snippet -> snippet.group(1).equals(name))
                .findFirst()
                .orElseThrow()
                .group(2);
        assertThat(page.replaceAll("\\s", "")).contains(code.replaceAll("\\s", ""));
        assertThat(page).containsPattern("!\\[[^]]{30,}]\\(images/pictures/" + name + "\\.png\\)");
    }

    @ParameterizedTest
    @MethodSource("names")
    void thePictureIsWhatTheSnippetDraws(String name) throws IOException {
        assumeTrue(
                new Font("Noto Sans", Font.PLAIN, 12).getFamily(Locale.ROOT).equals("Noto Sans"),
                "The page's pictures were made with Noto Sans");
        BufferedImage drawn = Objects.requireNonNull(PICTURES.get(name)).toImage(1);
        Path file = DOCS.resolve("images").resolve("pictures").resolve(name + ".png");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.getParent());
            ImageIO.write(drawn, "png", file.toFile());
        }
        BufferedImage shown = ImageIO.read(file.toFile());
        assertThat(Perceived.distance(drawn, Perceived.thumbnail(shown, 160))).isLessThan(2.3);
    }

    private static AttentionResult even(AttentionResult attention) {
        AttentionResult.Builder even = AttentionResult.builder().model(attention.model());
        attention.stack(AttentionKind.ENCODER).layers().forEach(layer -> {
            float[] weights = new float[12 * 8 * 8];
            Arrays.fill(weights, 1 / 8f);
            even.layer(
                    AttentionKind.ENCODER,
                    layer,
                    attention.stack(AttentionKind.ENCODER).queryTokens(),
                    weights);
        });
        return even.build();
    }

    private static BufferedImage image() {
        try {
            return ImageIO.read(new ByteArrayInputStream(ViewSamples.digitPng()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
