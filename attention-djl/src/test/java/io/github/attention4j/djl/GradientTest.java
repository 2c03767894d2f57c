package io.github.attention4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Reduction;
import io.github.attention4j.RowMeaning;
import io.github.attention4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients equal those of torch.autograd. */
class GradientTest {
    private static final GradientTarget TARGET = GradientTarget.of("output_0", 0, 2, 5);
    private static final AttentionInput INPUT =
            Models.input("bert.npz", "input_ids", "attention_mask", "token_type_ids");

    /** From its second run on PyTorch optimises what it has seen, which must not change anything. */
    @ParameterizedTest
    @ValueSource(strings = {"bert.pt", "bert-scripted.pt"})
    void equalThoseOfPyTorchInEveryRun(String model) {
        Map<String, Tensor> golden = Models.golden("bert.npz");
        AttentionRequest request = AttentionRequest.builder(INPUT).build();
        try (DjlAttentionExtractor extractor = Models.builder(model).build()) {
            for (int run = 0; run < 4; run++) {
                AttentionResult result = extractor.extract(request, TARGET);
                Models.assertGolden(result, golden, "");
                for (int layer = 0; layer < 3; layer++) {
                    float[] expected = golden.get("gradient_" + layer).toFloatArray();
                    AttentionLayer attention =
                            result.stack(AttentionKind.ENCODER).layer(layer);
                    for (int head = 0; head < 2; head++) {
                        float[] half = Arrays.copyOfRange(expected, head * 49, head * 49 + 49);
                        float[] own = attention.gradients(head).orElseThrow().toArray();
                        Models.assertClose(FloatBuffer.wrap(own), Tensor.ofFloats(half, 49), 1e-6f);
                    }
                    assertThat(attention.gradients(0).orElseThrow().rowMeaning())
                            .isEqualTo(RowMeaning.GRADIENTS);
                }
                assertThat(extractor
                                .extract(request)
                                .stack(AttentionKind.ENCODER)
                                .layer(0)
                                .gradients(0))
                        .isEmpty();
            }
        }
    }

    @Test
    void ofSelectedLayersAndHeads() {
        try (DjlAttentionExtractor extractor = Models.builder("bert.pt").build()) {
            AttentionLayer layer = extractor
                    .extract(AttentionRequest.builder(INPUT).layers(1).heads(1).build(), TARGET)
                    .stack(AttentionKind.ENCODER)
                    .layer(1);
            float[] golden = Models.golden("bert.npz").get("gradient_1").toFloatArray();
            Models.assertClose(
                    FloatBuffer.wrap(layer.gradients(1).orElseThrow().toArray()),
                    Tensor.ofFloats(Arrays.copyOfRange(golden, 49, 98), 49),
                    1e-6f);
        }
    }

    @Test
    void sayWhatCannotBeDifferentiated() throws Exception {
        AttentionRequest request = AttentionRequest.builder(INPUT).build();
        try (DjlAttentionExtractor extractor = Models.builder("bert.pt").build()) {
            assertThatThrownBy(() -> extractor.extract(request, GradientTarget.of("logits", 0)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("logits")
                    .hasMessageContaining("output_0");
            assertThatThrownBy(() -> extractor.extract(request, GradientTarget.of("output_0", 0, 7, 0)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("[0, 7, 0]");
            AttentionRequest reduced =
                    request.toBuilder().reduction(Reduction.HEAD_MEAN).build();
            assertThatThrownBy(() -> extractor.extract(reduced, TARGET)).isInstanceOf(InvalidRequestException.class);
        }
        try (DjlAttentionExtractor extractor = Models.builder("bert-vectors.pt").build()) {
            AttentionRequest ids = AttentionRequest.ofIds(2, 8, 9, 3);
            assertThatThrownBy(() -> extractor.extract(ids, GradientTarget.of("embedding", 0, 0, 0)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("does not depend");
        }
        Model onnx = Models.onnxRuntime(Models.file("bert.onnx"));
        try (DjlAttentionExtractor extractor =
                DjlAttentionExtractor.builder().model(onnx).build()) {
            assertThatThrownBy(() -> extractor.extract(request, GradientTarget.of("output", 0, 2, 5)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("no gradients");
        }
    }
}
