package io.github.attention4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.io.AttentionNpz;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
}
