package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.djl.HuggingFaceAttentionTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rewritten model as a DJL model gives what the extractor gives. */
class OnnxAttentionModelTest {
    private static final String TEXT = "The cat sat on the mat";

    /** In a process of its own, as the engine has to be the first to use ONNX Runtime. */
    @Test
    void aPredictorAnswersAsTheExtractorDoes() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DjlProgram.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /** A program that is built on DJL. */
    static final class DjlProgram {
        private DjlProgram() {}

        /**
         * Fails unless both give the same.
         *
         * @param args none
         * @throws TranslateException if DJL fails
         */
        public static void main(String[] args) throws TranslateException {
            try (AttentionTokenizer tokenizer = HuggingFaceAttentionTokenizer.open(MiniLm.TOKENIZER);
                    ZooModel<AttentionRequest, AttentionResult> model = OnnxAttentionModel.open(
                            MiniLm.FLOAT, tokenizer, options -> options.setIntraOpNumThreads(1));
                    Predictor<AttentionRequest, AttentionResult> predictor = model.newPredictor();
                    OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                            .model(MiniLm.FLOAT)
                            .tokenizer(MiniLm.TOKENIZER)
                            .threads(1)
                            .build()) {
                compare(predictor, extractor);
                AttentionRequest heads =
                        AttentionRequest.of(TEXT).toBuilder().heads(3).build();
                assertThatThrownBy(() -> predictor.predict(heads))
                        .hasRootCauseInstanceOf(InvalidRequestException.class);
            }
        }

        private static void compare(
                Predictor<AttentionRequest, AttentionResult> predictor, OnnxAttentionExtractor extractor)
                throws TranslateException {
            AttentionRequest request = AttentionRequest.of(TEXT).toBuilder()
                    .layers(1, 5)
                    .outputs(true)
                    .build();
            AttentionResult actual = predictor.predict(request);
            AttentionResult expected = extractor.extract(request);
            assertThat(actual.model().name()).isEqualTo("all-minilm-l6-v2.onnx");
            assertThat(actual.stack(AttentionKind.ENCODER).layers()).containsExactly(1, 5);
            for (AttentionLayer layer :
                    expected.stack(AttentionKind.ENCODER).stream().toList()) {
                AttentionLayer own = actual.stack(AttentionKind.ENCODER).layer(layer.number());
                assertThat(own.weights()).isEqualTo(layer.weights());
                assertThat(own.queryTokens().texts()).contains("cat", "mat");
            }
            assertThat(actual.outputs().keySet())
                    .isNotEmpty()
                    .isEqualTo(expected.outputs().keySet());
            actual.outputs().forEach((name, tensor) -> assertThat(tensor.toFloatArray())
                    .containsExactly(expected.outputs().get(name).toFloatArray()));
        }
    }

    @Test
    void whoComesTooLateIsTold() {
        try (OnnxAttentionExtractor first =
                OnnxAttentionExtractor.builder().model(MiniLm.QUANTIZED).build()) {
            assertThat(first.sites()).hasSize(6);
            assertThatThrownBy(() -> OnnxAttentionModel.open(MiniLm.FLOAT, null))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("before the first OnnxAttentionExtractor");
        }
    }

    @Test
    void executionProvidersAreNamed() {
        OnnxAttentionExtractor.Builder builder = OnnxAttentionExtractor.builder();
        assertThatThrownBy(() -> builder.executionProvider("abacus"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("CUDA");
        for (String name : new String[] {"CUDA", "CoreML", "DirectML"}) {
            assertThatThrownBy(() -> builder.executionProvider(name))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("built without " + name)
                    .hasMessageContaining("it has [CPU");
        }
        try (OnnxAttentionExtractor cpu =
                builder.model(MiniLm.QUANTIZED).executionProvider("cpu").build()) {
            assertThat(cpu.extract(AttentionRequest.ofIds(101, 2003, 102)).stacks())
                    .hasSize(1);
        }
    }
}
