package io.github.attention4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.io.AttentionNpz;
import io.github.attention4j.io.TokensJson;
import io.github.attention4j.render.image.AttentionImages;
import io.github.attention4j.render.image.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code attention render} with pictures. */
class StaticPicturesTest {
    @TempDir
    static Path folder;

    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void extract() throws IOException {
        float[] weights = {0.5f, 0.5f, 0.25f, 0.75f, 1, 0, 0.125f, 0.875f};
        AttentionNpz.write(
                folder.resolve("a.npz"),
                AttentionResult.builder()
                        .layer(AttentionKind.ENCODER, 0, TokenSequence.ofTexts("cat", "sat"), weights)
                        .build());
        Files.writeString(
                folder.resolve("tokens.json"), "{\"encoder\":[{\"text\":\"cat\"},{\"text\":\"sat\"}],\"decoder\":[]}");
    }

    private int render(String view, String out, String... more) {
        String[] args = {
            "render",
            "--attention",
            folder.resolve("a.npz").toString(),
            "--tokens",
            folder.resolve("tokens.json").toString(),
            "--view",
            view,
            "--out",
            folder.resolve(out).toString()
        };
        return Main.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "model", "heatmap", "text"})
    void everyViewIsDrawnInEveryFormat(String view) throws IOException {
        for (String format : new String[] {"svg", "png", "pdf"}) {
            assertThat(render(view, view + "." + format)).as(err.toString()).isZero();
        }
        assertThat(folder.resolve(view + ".svg")).content().startsWith("<?xml").contains("role=\"img\"");
        assertThat(Files.readString(folder.resolve(view + ".png"), StandardCharsets.ISO_8859_1))
                .startsWith("\u0089PNG");
        assertThat(Files.readString(folder.resolve(view + ".pdf"), StandardCharsets.ISO_8859_1))
                .startsWith("%PDF");
    }

    @Test
    void layerHeadAndThemeAreObeyed() {
        assertThat(render("heatmap", "b.svg", "--layer", "0", "--head", "1", "--theme", "dark"))
                .as(err.toString())
                .isZero();
        assertThat(folder.resolve("b.svg")).content().contains("layer 0, head 1", "#14161d");
    }

    @ParameterizedTest
    @CsvSource({"tea-leaves,''", "heatmap,--layer 7", "heatmap,--head 2", "heatmap,--theme pink"})
    void badInputIsOneLineAndLeavesTheFileAsItWas(String view, String more) throws IOException {
        Path file = Files.writeString(folder.resolve("old.png"), "before");
        String[] options = more.isEmpty() ? new String[0] : more.split(" ", 2);
        assertThat(render(view, "old.png", options)).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(file).hasContent("before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"svg", "png", "pdf"})
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void anErrorInTheMiddleLeavesNoHalfFile(String format) throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve("middle-" + format));
        int tokens = 96;
        float[] weights = new float[tokens * tokens];
        Random random = new Random(1);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextFloat();
        }
        AttentionNpz.write(
                folder.resolve("many.npz"),
                AttentionResult.builder()
                        .layer(AttentionKind.ENCODER, 0, TokenSequence.ofPositions(tokens), weights)
                        .build());
        Files.writeString(
                folder.resolve("many.json"),
                IntStream.range(0, tokens)
                        .mapToObj(i -> "{\"text\":\"w" + i + "\"}")
                        .collect(Collectors.joining(",", "{\"encoder\":[", "],\"decoder\":[]}")));
        Path old = Files.writeString(own.resolve("old." + format), "before");
        for (Path out : List.of(old, own.resolve("new." + format))) {
            // The shell forbids files of over 4 KB, as a full disk would: the picture fails when some of it is written.
            Process process = new ProcessBuilder(
                            "bash",
                            "-c",
                            "ulimit -f 4; exec \"$@\"",
                            "bash",
                            ProcessHandle.current().info().command().orElse("java"),
                            "-XX:-UsePerfData",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "render",
                            "--attention",
                            folder.resolve("many.npz").toString(),
                            "--tokens",
                            folder.resolve("many.json").toString(),
                            "--view",
                            "heatmap",
                            "--out",
                            out.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isEqualTo(2);
            assertThat(said).contains("Cannot write the picture " + out + ": File too large");
            assertThat(said.lines()).hasSize(1);
        }
        assertThat(old).hasContent("before");
        assertThat(own)
                .isDirectoryContaining(path -> path.equals(old))
                .isDirectoryNotContaining(path -> !path.equals(old));
    }

    @Test
    void aPictureBecomesAnImageOfDjl() throws IOException {
        AttentionResult attention =
                AttentionNpz.read(folder.resolve("a.npz"), TokensJson.read(folder.resolve("tokens.json")));
        Picture picture = AttentionImages.heatMap(attention).head(0);
        Image image = ImageFactory.getInstance().fromImage(picture.toImage(2));
        assertThat(image.getWidth()).isEqualTo((int) Math.ceil(2 * picture.width()));
        assertThat(image.getHeight()).isEqualTo((int) Math.ceil(2 * picture.height()));
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        image.save(png, "png");
        assertThat(png.toByteArray()).startsWith(0x89, 'P', 'N', 'G');
    }
}
