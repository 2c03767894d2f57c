package io.github.attention4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The models that make_models.py makes, and what PyTorch itself computed with them. */
final class Models {
    static final Path FOLDER = Path.of("src", "test", "resources", "models");

    private Models() {}

    static Path file(String name) {
        return FOLDER.resolve(name);
    }

    static Map<String, Tensor> golden(String name) {
        return Npz.read(file(name));
    }

    /** The inputs that a golden was computed with. */
    static AttentionInput input(String golden, String... names) {
        Map<String, Tensor> all = golden(golden);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : names) {
            tensors.put(name, all.get(name));
        }
        return new AttentionInput.Tensors(tensors, null, null);
    }

    static Model onnxRuntime(Path onnx) throws Exception {
        Model model = Model.newInstance(String.valueOf(onnx.getFileName()), "OnnxRuntime");
        model.load(onnx);
        return model;
    }

    static AttentionExtractor open(String name) throws Exception {
        return name.endsWith(".onnx")
                ? DjlAttentionExtractor.builder().model(onnxRuntime(file(name))).build()
                : builder(name).build();
    }

    /** Vision transformers take images of one size only. */
    static DjlAttentionExtractor.Builder builder(String name) {
        DjlAttentionExtractor.Builder builder = DjlAttentionExtractor.builder().model(file(name));
        return name.startsWith("vit") ? builder.sample(input("vit.npz", "pixel_values")) : builder;
    }

    static void assertClose(FloatBuffer actual, Tensor expected, float tolerance) {
        float[] values = expected.toFloatArray();
        assertThat(actual.remaining()).isEqualTo(values.length);
        for (int i = 0; i < values.length; i++) {
            assertThat(actual.get(i)).isCloseTo(values[i], within(tolerance));
        }
    }

    /** Every layer that the golden has is there, with its numbers, and no other. */
    static void assertGolden(AttentionResult result, Map<String, Tensor> golden, String prefix) {
        int layers = 0;
        for (AttentionStack stack : result.stacks()) {
            for (int layer : stack.layers()) {
                Tensor expected = golden.get(prefix + stack.kind().label() + "_" + layer);
                assertThat(expected).as("%s %d", stack.kind(), layer).isNotNull();
                assertClose(stack.layer(layer).weights(), expected, 1e-6f);
                layers++;
            }
        }
        long known = golden.keySet().stream()
                .filter(name -> Arrays.stream(AttentionKind.values())
                        .anyMatch(kind -> name.matches(prefix + kind.label() + "_\\d+")))
                .count();
        assertThat(layers).isEqualTo((int) known);
    }
}
