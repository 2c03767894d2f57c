package io.github.attention4j.djl.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.SharedModels;
import io.github.attention4j.djl.DjlAttentionExtractor;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real trained models that do not belong to this repository, against their twins that return attention. */
class SharedModelsTest {
    @TempDir
    private Path folder;

    private static List<Tensor> inputs(String name) {
        return switch (name) {
            case "stories260K" -> List.of(Tensor.ofLongs(new long[] {1, 5, 20, 7, 9, 33}, 1, 6));
            case "date-seq2seq" -> List.of(
                    Tensor.ofLongs(new long[] {3, 4, 5, 6, 7, 0}, 1, 6), Tensor.ofLongs(new long[] {1, 5, 6, 8}, 1, 4));
            default -> {
                float[] pixels = new float[64];
                for (int i = 0; i < 64; i++) {
                    pixels[i] = i % 7 / 7f;
                }
                yield List.of(Tensor.ofFloats(pixels, 1, 1, 8, 8));
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"stories260K, DECODER, 5", "date-seq2seq, CROSS, 2", "vit-digits, ENCODER, 4"})
    void equalTheirTwinsThatReturnAttention(String name, AttentionKind kind, int layers) throws Exception {
        Path original = SharedModels.file(name + "/" + name + ".pt");
        List<Tensor> own = ScriptRun.run(original, inputs(name));
        List<Tensor> twin = ScriptRun.run(SharedModels.file(name + "/" + name + "-attentions.pt"), inputs(name));
        RewrittenScript script =
                TorchScriptRewriter.of(TorchScriptArchive.read(original)).rewrite();
        Path file = folder.resolve("rewritten.pt");
        script.writeTo(file);
        List<Tensor> outputs = ScriptRun.run(file, inputs(name));
        for (int i = 0; i < own.size(); i++) {
            assertThat(outputs.get(i).toFloatArray()).isEqualTo(own.get(i).toFloatArray());
        }
        Map<AttentionKind, List<float[]>> byKind = new EnumMap<>(AttentionKind.class);
        float[] codes = outputs.get(outputs.size() - 1).toFloatArray();
        for (int i = 0; i < codes.length; i++) {
            byKind.computeIfAbsent(script.output((long) codes[i]).site().kind(), key -> new ArrayList<>())
                    .add(outputs.get(own.size() + i).toFloatArray());
        }
        assertThat(byKind.get(kind)).hasSize(layers);
        // The twins return encoder, decoder and cross-attention in this order.
        List<float[]> taken = new ArrayList<>();
        byKind.values().forEach(taken::addAll);
        List<Tensor> returned = twin.subList(own.size(), twin.size());
        assertThat(taken).hasSameSizeAs(returned);
        for (int i = 0; i < taken.size(); i++) {
            float[] expected = returned.get(i).toFloatArray();
            assertThat(taken.get(i)).hasSameSizeAs(expected);
            for (int j = 0; j < expected.length; j++) {
                assertThat(Math.abs(taken.get(i)[j] - expected[j])).isLessThanOrEqualTo(1e-6f);
            }
        }
    }

    private static float[] floats(JsonObject array) {
        byte[] bytes = Base64.getDecoder().decode(array.get("data").getAsString());
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private static void assertPart(AttentionLayer layer, FloatBuffer actual, float[] all, int row) {
        int size = all.length / 3;
        assertThat(actual.remaining()).as("%s", layer).isEqualTo(size);
        for (int i = 0; i < size; i++) {
            float expected = all[row * size + i];
            assertThat(Math.abs(actual.get(i) - expected)).isLessThanOrEqualTo(1e-6f * Math.max(1, Math.abs(expected)));
        }
    }

    /** GPT-2's block, against somebody else's computation of its first layer. */
    @Test
    void nanoSortEqualsItsReferencePartials() throws IOException {
        JsonObject reference = JsonParser.parseString(
                        Files.readString(SharedModels.file("gpt-nano-sort/reference-partials.json")))
                .getAsJsonObject();
        JsonObject first = reference;
        float[] ids = floats(first.getAsJsonObject("idx"));
        int length = ids.length / 3;
        try (DjlAttentionExtractor extractor = DjlAttentionExtractor.builder()
                .model(SharedModels.file("gpt-nano-sort/nanosort.pt"))
                .sample(new AttentionInput.TokenIds(0, 1, 2, 1))
                .build()) {
            assertThat(extractor.sites()).hasSize(3).allMatch(site -> site.kind() == AttentionKind.DECODER);
            for (int row = 0; row < 3; row++) {
                long[] own = new long[length];
                for (int i = 0; i < length; i++) {
                    own[i] = (long) ids[row * length + i];
                }
                AttentionLayer layer = extractor
                        .extract(AttentionRequest.ofIds(own).toBuilder()
                                .vectors(true)
                                .layers(0)
                                .build())
                        .stack(AttentionKind.DECODER)
                        .layer(0);
                assertPart(layer, layer.weights(), floats(first.getAsJsonObject("attSm")), row);
                assertPart(layer, layer.queries().orElseThrow().buffer(), floats(first.getAsJsonObject("q")), row);
                assertPart(layer, layer.keys().orElseThrow().buffer(), floats(first.getAsJsonObject("k")), row);
                assertPart(layer, layer.values().orElseThrow().buffer(), floats(first.getAsJsonObject("v")), row);
            }
        }
    }
}
