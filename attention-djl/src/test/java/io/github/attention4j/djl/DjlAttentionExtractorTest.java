package io.github.attention4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractorContract;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.TokenizerException;
import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real TorchScript encoder, equal to what PyTorch itself computed, and the kit that every backend passes. */
class DjlAttentionExtractorTest extends AttentionExtractorContract {
    private static final Path FOLDER = Path.of("src", "test", "resources", "models");
    private static final Path MODEL = FOLDER.resolve("tiny-bert.pt");

    @Override
    protected AttentionExtractor openExtractor() {
        return AttentionExtractors.open(MODEL);
    }

    @Override
    protected List<AttentionInput> inputs() {
        return List.of(
                new AttentionInput.TokenIds(2, 17, 5, 44, 5, 9, 3),
                new AttentionInput.TokenIds(2, 8, 9, 3),
                new AttentionInput.TokenIds(2, 30, 31, 32, 33, 34, 35, 36, 37, 38, 3));
    }

    private static void assertGolden(AttentionResult result) {
        Map<String, Tensor> golden = Npz.read(FOLDER.resolve("tiny-bert.npz"));
        AttentionStack stack = result.stack(AttentionKind.ENCODER);
        assertThat(stack.layers()).containsExactly(0, 1, 2);
        for (int layer = 0; layer < 3; layer++) {
            float[] expected = golden.get("encoder_" + layer).toFloatArray();
            FloatBuffer actual = stack.layer(layer).weights();
            assertThat(actual.remaining()).isEqualTo(expected.length);
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual.get(i)).isCloseTo(expected[i], within(1e-6f));
            }
        }
        float[] output = result.outputs().get("output_0").toFloatArray();
        float[] expected = golden.get("output").toFloatArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat(output[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    @Test
    void equalsWhatPyTorchComputed() {
        try (AttentionExtractor extractor = openExtractor()) {
            assertGolden(extractor.extract(
                    AttentionRequest.builder(inputs().get(0)).outputs(true).build()));
            assertThat(extractor.sites()).hasSize(3).allMatch(site -> site.heads() == 4);
            assertThat(extractor.model().engine()).startsWith("PyTorch 2");
        }
    }

    @Test
    void aPredictorAnswersWithTheSameValue() throws Exception {
        AttentionTranslator translator = AttentionTranslator.builder()
                .describedAs(new ModelDescription("tiny", "torchscript", "", ""))
                .build();
        Criteria<AttentionRequest, AttentionResult> criteria = Criteria.builder()
                .setTypes(AttentionRequest.class, AttentionResult.class)
                .optModelPath(MODEL)
                .optEngine("PyTorch")
                .optTranslator(translator)
                .build();
        try (ZooModel<AttentionRequest, AttentionResult> model = criteria.loadModel();
                Predictor<AttentionRequest, AttentionResult> predictor = model.newPredictor()) {
            assertGolden(predictor.predict(
                    AttentionRequest.builder(inputs().get(0)).outputs(true).build()));
        }
    }

    @Test
    void refusesWhatIsNoTorchScript(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("text.pt"), "no archive");
        assertThatThrownBy(() -> AttentionExtractors.open(text, null, "pytorch"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("text.pt")
                .hasMessageContaining("torch.jit.save");
        assertThatThrownBy(() -> DjlAttentionExtractor.builder()
                        .model(folder.resolve("none.pt"))
                        .build())
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("none.pt");
    }

    @Test
    void saysWhatItLacks() {
        try (AttentionExtractor extractor = openExtractor()) {
            assertThatThrownBy(() -> extractor.extract("a text")).isInstanceOf(TokenizerException.class);
            assertThatThrownBy(() -> extractor.extract(AttentionRequest.builder(inputs().get(0))
                            .vectors(true)
                            .build()))
                    .isInstanceOf(InvalidRequestException.class);
            assertThatThrownBy(() -> extractor.extract(AttentionRequest.ofIds(2, 999, 3)))
                    .isInstanceOf(ExtractionException.class)
                    .hasMessageContaining("tiny-bert");
        }
        assertThatThrownBy(() -> DjlAttentionExtractor.builder()
                        .model(MODEL)
                        .inputs("input_ids", "attention_mask", "token_type_ids", "position_ids")
                        .build())
                .isInstanceOf(ExtractionException.class)
                .hasMessageContaining("inputs(");
    }
}
