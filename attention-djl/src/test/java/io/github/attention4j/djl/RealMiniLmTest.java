package io.github.attention4j.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The real MiniLM as TorchScript, against the golden that the ONNX side is tested with, too. */
class RealMiniLmTest {
    private static final Path GOLDEN =
            Path.of("..", "attention-onnx", "src", "test", "resources", "minilm_cat_sat.npz");

    private static void assertGolden(AttentionResult result) {
        Map<String, Tensor> golden = Npz.read(GOLDEN);
        AttentionStack stack = result.stack(AttentionKind.ENCODER);
        assertThat(stack.layers()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(stack.heads()).hasSize(12);
        for (int layer = 0; layer < 6; layer++) {
            Models.assertClose(stack.layer(layer).weights(), golden.get("encoder_" + layer), 2e-6f);
        }
    }

    @Test
    void equalsTheGolden() throws Exception {
        try (AttentionExtractor extractor =
                AttentionExtractors.open(RealMiniLm.withAttention(), RealMiniLm.tokenizer())) {
            AttentionResult result = extractor.extract("The cat sat on the mat");
            assertGolden(result);
            assertThat(result.stack(AttentionKind.ENCODER).keyTokens().texts())
                    .containsExactly("[CLS]", "The", "cat", "sat", "on", "the", "mat", "[SEP]");
        }
    }

    @Test
    void equalsTheGoldenInAPaddedBatchOfTexts() throws Exception {
        Path model = RealMiniLm.withAttention();
        Criteria<AttentionRequest, AttentionResult> criteria = Criteria.builder()
                .setTypes(AttentionRequest.class, AttentionResult.class)
                .optModelPath(model)
                .optEngine("PyTorch")
                .optTranslatorFactory(new AttentionTranslatorFactory())
                .optArgument(
                        "tokenizer", RealMiniLm.tokenizer().toAbsolutePath().toString())
                .build();
        try (ZooModel<AttentionRequest, AttentionResult> loaded = criteria.loadModel();
                Predictor<AttentionRequest, AttentionResult> predictor = loaded.newPredictor()) {
            List<AttentionResult> results = predictor.batchPredict(List.of(
                    AttentionRequest.of("Is it raining?", "Take an umbrella, the forecast says so."),
                    AttentionRequest.of("The cat sat on the mat")));
            assertGolden(results.get(1));
            assertThat(results.get(0).stack(AttentionKind.ENCODER).keyTokens()).hasSizeGreaterThan(12);
        }
    }

    @Test
    void idsGiveWhatTheTextGives() throws Exception {
        try (AttentionExtractor extractor = AttentionExtractors.open(RealMiniLm.withAttention())) {
            long[] ids = Npz.read(GOLDEN).get("input_ids").toLongArray();
            assertGolden(extractor.extract(
                    AttentionRequest.builder(new AttentionInput.TokenIds(ids)).build()));
        }
    }
}
