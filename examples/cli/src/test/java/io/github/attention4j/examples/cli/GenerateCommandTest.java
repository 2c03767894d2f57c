package io.github.attention4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of {@code attention generate}, on a real story teller; skipped where it is absent. */
class GenerateCommandTest {
    private static final Path MODEL =
            Path.of(System.getProperty("attention4j.shared", "none")).resolve("models/stories260K");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void aStoryIsToldAndItsAttentionWritten(@TempDir Path folder) throws IOException {
        Assumptions.assumeTrue(Files.exists(MODEL), () -> "There is no " + MODEL + " to test with");
        Path npz = folder.resolve("story.npz");
        Path tokens = folder.resolve("tokens.json");
        String[] args = {
            "generate",
            "--model",
            MODEL.resolve("stories260K.onnx").toString(),
            "--tokenizer",
            MODEL.resolve("tokenizer.json").toString(),
            "--text",
            "Once upon a time",
            "--max-tokens",
            "12",
            "--out",
            npz.toString(),
            "--tokens-out",
            tokens.toString()
        };
        assertThat(run(args)).as(err.toString()).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().strip()).startsWith("Once upon a time, there was a little girl");
        Map<String, Tensor> arrays = Npz.read(npz);
        assertThat(arrays).containsOnlyKeys("decoder_0", "decoder_1", "decoder_2", "decoder_3", "decoder_4");
        long[] shape = arrays.get("decoder_4").shape();
        assertThat(shape[1]).isEqualTo(8);
        assertThat(shape[2]).isEqualTo(shape[3]);
        assertThat(Files.readString(tokens).lines().filter(line -> line.contains("\"id\":")))
                .hasSize((int) shape[3]);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(run("generate", "--model", "m.onnx", "--text", "a", "--max-tokens", "3", "--out", "o.npz"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--tokenizer").hasLineCount(1);
    }
}
