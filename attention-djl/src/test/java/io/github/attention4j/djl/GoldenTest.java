package io.github.attention4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form in which a model returns its attention, equal to what PyTorch itself computed. */
class GoldenTest {
    private static final String TEXT = "input_ids attention_mask token_type_ids";

    @ParameterizedTest
    @CsvSource({
        "bert.pt, bert.npz, output_0, " + TEXT,
        "bert-scripted.pt, bert.npz, output_0, " + TEXT,
        "bert12-dict.pt, bert12.npz, last_hidden_state, " + TEXT,
        "gpt2.pt, gpt2.npz, output_0, input_ids",
        "t5.pt, t5.npz, output_0, input_ids attention_mask decoder_input_ids",
        "vit.pt, vit.npz, output_0, pixel_values",
        "bert.onnx, bert.npz, output, " + TEXT,
        "bert12-dict.onnx, bert12.npz, output, " + TEXT,
        "gpt2.onnx, gpt2.npz, logits, input_ids",
        "t5.onnx, t5.npz, logits, input_ids attention_mask decoder_input_ids",
        "vit.onnx, vit.npz, output, pixel_values"
    })
    void equalsWhatPyTorchComputed(String model, String file, String output, String inputs) throws Exception {
        Map<String, Tensor> golden = Models.golden(file);
        AttentionInput input = Models.input(file, inputs.split(" "));
        try (AttentionExtractor extractor = open(model, input)) {
            AttentionResult result = extractor.extract(
                    AttentionRequest.builder(input).outputs(true).build());
            Models.assertGolden(result, golden, "");
            Models.assertClose(result.outputs().get(output).floats(), golden.get("output"), 1e-5f);
            assertThat(result.outputs()).hasSize(1);
            assertThat(extractor.sites()).allMatch(site -> site.heads() == 2);
        }
    }

    private static AttentionExtractor open(String name, AttentionInput sample) throws Exception {
        DjlAttentionExtractor.Builder builder = DjlAttentionExtractor.builder();
        if (name.endsWith(".onnx")) {
            builder.model(Models.onnxRuntime(Models.file(name)));
        } else {
            builder.model(Models.file(name));
        }
        return name.startsWith("vit") ? builder.sample(sample).build() : builder.build();
    }

    @Test
    void encoderBeforeDecoderBeforeCross() throws Exception {
        try (AttentionExtractor extractor = Models.open("t5.pt")) {
            assertThat(extractor.sites().stream().map(AttentionSite::kind))
                    .containsExactly(
                            AttentionKind.ENCODER,
                            AttentionKind.ENCODER,
                            AttentionKind.DECODER,
                            AttentionKind.DECODER,
                            AttentionKind.CROSS,
                            AttentionKind.CROSS);
            AttentionLayer cross = extractor
                    .extract(AttentionRequest.builder(
                                    Models.input("t5.npz", "input_ids", "attention_mask", "decoder_input_ids"))
                            .build())
                    .stack(AttentionKind.CROSS)
                    .layer(1);
            assertThat(cross.queryTokens().ids()).containsExactly(0, 21, 8, 33);
            assertThat(cross.keyTokens().ids()).containsExactly(2, 17, 5, 44, 5, 9, 3);
        }
    }

    @Test
    void averagedHeadsAreOneHead() throws Exception {
        AttentionInput input = Models.input("bert.npz", TEXT.split(" "));
        try (AttentionExtractor averaged = Models.open("bert-averaged.pt")) {
            AttentionResult result =
                    averaged.extract(AttentionRequest.builder(input).build());
            assertThat(averaged.sites()).hasSize(3).allMatch(site -> site.heads() == 1);
            Map<String, Tensor> golden = Models.golden("bert.npz");
            for (int layer = 0; layer < 3; layer++) {
                float[] heads = golden.get("encoder_" + layer).toFloatArray();
                FloatBuffer mean =
                        result.stack(AttentionKind.ENCODER).layer(layer).weights();
                for (int i = 0; i < heads.length / 2; i++) {
                    assertThat(mean.get(i)).isCloseTo((heads[i] + heads[heads.length / 2 + i]) / 2, within(1e-6f));
                }
            }
        }
    }

    @Test
    void vectorsComeAlongWhereTheModelNamesThem() throws Exception {
        Map<String, Tensor> golden = Models.golden("bert-vectors.npz");
        try (AttentionExtractor extractor = Models.open("bert-vectors.pt")) {
            AttentionLayer layer = extractor
                    .extract(AttentionRequest.builder(Models.input("bert-vectors.npz", "input_ids"))
                            .vectors(true)
                            .build())
                    .stack(AttentionKind.ENCODER)
                    .layer(0);
            Models.assertClose(layer.weights(), golden.get("encoder_attention_0"), 1e-6f);
            Models.assertClose(layer.queries().orElseThrow().buffer(), golden.get("query_0"), 1e-5f);
            Models.assertClose(layer.keys().orElseThrow().buffer(), golden.get("key_0"), 1e-5f);
            Models.assertClose(layer.values().orElseThrow().buffer(), golden.get("value_0"), 1e-5f);
        }
    }

    @Test
    void theCallerSaysWhichOutputsAreAttention() {
        AttentionRequest request = AttentionRequest.builder(
                        Models.input("t5.npz", "input_ids", "attention_mask", "decoder_input_ids"))
                .build();
        try (AttentionExtractor byTuple = Models.builder("t5.pt")
                        .outputs(o -> o.tuple(1, AttentionKind.DECODER).tuple(2, AttentionKind.CROSS))
                        .build();
                AttentionExtractor byPosition = Models.builder("t5.pt")
                        .outputs(o -> o.positions(5, 6, AttentionKind.ENCODER))
                        .build()) {
            AttentionResult said = byTuple.extract(request);
            Map<String, Tensor> golden = Models.golden("t5.npz");
            assertThat(said.has(AttentionKind.ENCODER)).isFalse();
            Models.assertClose(said.stack(AttentionKind.DECODER).layer(1).weights(), golden.get("decoder_1"), 1e-6f);
            Models.assertClose(said.stack(AttentionKind.CROSS).layer(0).weights(), golden.get("cross_0"), 1e-6f);
            AttentionResult encoder = byPosition.extract(request);
            assertThat(encoder.stacks()).hasSize(1);
            Models.assertClose(encoder.stack(AttentionKind.ENCODER).layer(1).weights(), golden.get("encoder_1"), 1e-6f);
        }
    }

    @Test
    void filesAreFoundByTheirNames(@TempDir Path folder) throws Exception {
        Path pth = Files.copy(Models.file("gpt2.pt"), folder.resolve("gpt2.pth"));
        for (Path file : new Path[] {Models.file("gpt2.pt"), pth}) {
            try (AttentionExtractor extractor = AttentionExtractors.open(file)) {
                assertThat(extractor.model().name()).isEqualTo(String.valueOf(file.getFileName()));
                assertThat(extractor.model().engine()).startsWith("PyTorch 2");
                assertThat(extractor.sites()).hasSize(3).allMatch(site -> site.kind() == AttentionKind.DECODER);
            }
        }
    }

    @Test
    void aModelThatDjlHasLoadedGivesTheSame() throws Exception {
        Model model = Model.newInstance("bert", "PyTorch");
        model.load(Models.file("bert.pt"));
        AttentionInput input = Models.input("bert.npz", TEXT.split(" "));
        try (AttentionExtractor extractor =
                DjlAttentionExtractor.builder().model(model).build()) {
            Models.assertGolden(
                    extractor.extract(AttentionRequest.builder(input).build()), Models.golden("bert.npz"), "");
        }
    }
}
