package io.github.attention4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code attention analyze} on attention whose measures are known: uniform, identity, and looking at the first token. */
class AnalyzeCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        float[] uniform = {0.5f, 0.5f, 0.5f, 0.5f};
        float[] heads = {0.5f, 0.5f, 0.5f, 0.5f, 1, 0, 0, 1, 1, 0, 1, 0};
        Npz.write(
                folder.resolve("a.npz"),
                Map.of(
                        "encoder_3", Tensor.ofFloats(heads, 1, 3, 2, 2),
                        "cross_0", Tensor.ofFloats(uniform, 1, 1, 2, 2)));
        Files.writeString(
                folder.resolve("tokens.json"),
                "{\"encoder\":[{\"text\":\"[CLS]\",\"special\":true},{\"text\":\"hi\"}],"
                        + "\"decoder\":[{\"text\":\"<s>\"},{\"text\":\"ho\"}]}");
    }

    private int run(String... options) {
        String[] args = new String[options.length + 5];
        args[0] = "analyze";
        args[1] = "--attention";
        args[2] = folder.resolve("a.npz").toString();
        args[3] = "--tokens";
        args[4] = folder.resolve("tokens.json").toString();
        System.arraycopy(options, 0, args, 5, options.length);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void entropyIsPrintedAsATable() {
        assertThat(run("--metric", "entropy")).as(err.toString()).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        """
                        encoder entropy in bits
                        layer  head 0  head 1  head 2    mean
                            3  1.0000  0.0000  0.0000  0.3333
                        cross entropy in bits
                        layer  head 0    mean
                            0  1.0000  1.0000
                        """);
    }

    @Test
    void jsonHasATablePerKind() throws IOException {
        assertThat(run("--metric", "cls", "--json")).as(err.toString()).isZero();
        JsonNode tables = new ObjectMapper().readTree(out.toString());
        assertThat(tables).hasSize(2);
        assertThat(tables.get(0).get("kind").asText()).isEqualTo("encoder");
        assertThat(tables.get(0).get("metric").asText()).isEqualTo("cls");
        assertThat(tables.get(0).get("layers").toString()).isEqualTo("[3]");
        assertThat(tables.get(0).get("heads").toString()).isEqualTo("[0,1,2]");
        assertThat(tables.get(0).get("values").toString()).isEqualTo("[[0.5,0.5,1.0]]");
    }

    @Test
    void kindsWithoutTheMetricAreLeftOut() {
        assertThat(run("--metric", "distance")).isZero();
        assertThat(out.toString()).contains("encoder distance in tokens").doesNotContain("cross");
        assertThat(run("--metric", "effective-rank")).isZero();
        assertThat(out.toString()).contains("encoder effective-rank").contains("1.0000  2.0000  1.0000");
    }

    @Test
    void unknownMetricsAreNamedInOneLine() {
        assertThat(run("--metric", "beauty")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("beauty").contains("entropy").contains("confidence");
    }
}
