package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.djl.DjlAttentionExtractor;
import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same models as TorchScript in DJL and as ONNX give the same attention, of the same kinds and layers. */
class TorchScriptTwinTest {
    private static final Path MODELS = Path.of("..", "attention-djl", "src", "test", "resources", "models");

    @ParameterizedTest
    @CsvSource({
        "bert.pt, bert.onnx, bert.npz, input_ids attention_mask token_type_ids",
        "bert-scripted.pt, bert.onnx, bert.npz, input_ids attention_mask token_type_ids",
        "bert12-dict.pt, bert12-dict.onnx, bert12.npz, input_ids attention_mask token_type_ids",
        "gpt2.pt, gpt2.onnx, gpt2.npz, input_ids",
        "t5.pt, t5.onnx, t5.npz, input_ids attention_mask decoder_input_ids",
        "vit.pt, vit.onnx, vit.npz, pixel_values"
    })
    void giveTheSame(String torchScript, String onnx, String golden, String inputs) {
        Map<String, Tensor> all = Npz.read(MODELS.resolve(golden));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String input : inputs.split(" ", -1)) {
            tensors.put(input, all.get(input));
        }
        AttentionInput input = new AttentionInput.Tensors(tensors, null, null);
        AttentionRequest request = AttentionRequest.builder(input).build();
        DjlAttentionExtractor.Builder djl = DjlAttentionExtractor.builder()
                .model(MODELS.resolve(torchScript))
                .sample(input);
        try (AttentionExtractor first = djl.build();
                AttentionExtractor second = OnnxAttentionExtractor.builder()
                        .model(MODELS.resolve(onnx))
                        .build()) {
            AttentionResult expected = first.extract(request);
            AttentionResult actual = second.extract(request);
            assertThat(actual.stacks()).hasSameSizeAs(expected.stacks());
            for (AttentionStack stack : expected.stacks()) {
                assertSame(actual.stack(stack.kind()), stack, stack.kind());
            }
        }
    }

    private static void assertSame(AttentionStack actual, AttentionStack expected, AttentionKind kind) {
        assertThat(actual.layers()).as("%s layers", kind).isEqualTo(expected.layers());
        assertThat(actual.heads()).as("%s heads", kind).isEqualTo(expected.heads());
        for (int layer : expected.layers()) {
            FloatBuffer weights = actual.layer(layer).weights();
            FloatBuffer twins = expected.layer(layer).weights();
            assertThat(weights.remaining()).isEqualTo(twins.remaining());
            for (int i = 0; i < twins.remaining(); i++) {
                assertThat(weights.get(i)).as("%s layer %d", kind, layer).isCloseTo(twins.get(i), within(1e-5f));
            }
        }
    }
}
