package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which attention is written down, against what PyTorch and numpy computed; see src/test/corpus. */
class CorpusTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "corpus");

    static Stream<String> attentionCases() throws IOException {
        return cases().filter(node -> !node.get("sites").isEmpty()).map(CorpusTest::name);
    }

    static Stream<String> otherCases() throws IOException {
        return cases().filter(node -> node.get("sites").isEmpty()).map(CorpusTest::name);
    }

    private static Stream<JsonNode> cases() throws IOException {
        JsonNode all = new ObjectMapper().readTree(FOLDER.resolve("cases.json").toFile());
        return StreamSupport.stream(all.spliterator(), false);
    }

    private static String name(JsonNode node) {
        return node.get("name").asText();
    }

    private static JsonNode find(String name) throws IOException {
        return cases().filter(node -> name(node).equals(name)).findFirst().orElseThrow();
    }

    private static Map<String, Tensor> part(Map<String, Tensor> arrays, String prefix) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        arrays.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), tensor);
            }
        });
        return part;
    }

    /** The inputs of a case. */
    static Map<String, Tensor> inputs(String name) {
        return part(Npz.read(FOLDER.resolve(name + ".npz")), "input:");
    }

    @ParameterizedTest
    @MethodSource("attentionCases")
    void isFoundAndEqualsTheGolden(String name) throws IOException, OrtException {
        JsonNode expected = find(name);
        Map<String, Tensor> arrays = Npz.read(FOLDER.resolve(name + ".npz"));
        AttentionInput input = new AttentionInput.Tensors(part(arrays, "input:"), null, null);
        List<String> sites = new ArrayList<>();
        expected.get("sites")
                .forEach(site -> sites.add(
                        site.get("kind").asText() + " " + site.get("layer").asInt()));
        try (OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                .model(FOLDER.resolve(name + ".onnx"))
                .build()) {
            List<String> found = new ArrayList<>();
            extractor.sites().forEach(site -> found.add(site.kind().label() + " " + site.layer()));
            assertThat(found).containsExactlyInAnyOrderElementsOf(sites);

            boolean runs = expected.get("runs").asBoolean();
            AttentionResult result = extractor.extract(
                    AttentionRequest.builder(input).outputs(runs).build());
            float tolerance = (float) expected.get("tolerance").asDouble();
            for (JsonNode site : expected.get("sites")) {
                AttentionKind kind = AttentionKind.ofLabel(site.get("kind").asText());
                int layer = site.get("layer").asInt();
                assertThat(result.stack(kind).layer(layer).heads())
                        .hasSize(site.get("heads").asInt());
                FloatBuffer actual = result.stack(kind).layer(layer).weights();
                float[] golden = arrays.get(kind.label() + "_" + layer).toFloatArray();
                assertThat(actual.remaining()).isEqualTo(golden.length);
                for (int i = 0; i < golden.length; i++) {
                    assertThat(actual.get(i)).isCloseTo(golden[i], within(tolerance));
                }
            }
            Map<String, float[]> own =
                    runs ? Untouched.outputs(FOLDER.resolve(name + ".onnx"), part(arrays, "input:")) : Map.of();
            own.forEach(
                    (output, values) -> assertThat(result.outputs().get(output).toFloatArray())
                            .as("output %s", output)
                            .containsExactly(values));
        }
    }

    @ParameterizedTest
    @MethodSource("otherCases")
    void isNotTakenForAttention(String name) {
        assertThatThrownBy(() -> OnnxAttentionExtractor.builder()
                        .model(FOLDER.resolve(name + ".onnx"))
                        .build())
                .isInstanceOf(AttentionNotFoundException.class)
                .hasMessageContaining("Softmax");
    }
}
