package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.CharSpan;
import io.github.attention4j.Selection;
import io.github.attention4j.Token;
import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real MiniLM against an independent PyTorch BERT with the same weights, and against its own untouched self. */
class MiniLmTest {
    private static final String[] INPUTS = {"input_ids", "attention_mask", "token_type_ids"};

    private static Map<String, Tensor> golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(MiniLmTest.class.getResourceAsStream("/minilm_cat_sat.npz"))) {
            return Npz.read(in, "minilm_cat_sat.npz");
        }
    }

    private static OnnxAttentionExtractor open(Path model) {
        return OnnxAttentionExtractor.builder()
                .model(model)
                .tokenizer(MiniLm.TOKENIZER)
                .build();
    }

    private static Path model(String which) {
        return which.equals("float") ? MiniLm.FLOAT : MiniLm.QUANTIZED;
    }

    private static void assertClose(FloatBuffer actual, float[] expected, float tolerance) {
        assertThat(actual.remaining()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual.get(i)).isCloseTo(expected[i], within(tolerance));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"float", "quantised"})
    void findsSixEncoderLayersOfTwelveHeads(String which) {
        try (OnnxAttentionExtractor extractor = open(model(which))) {
            assertThat(extractor.sites()).hasSize(6);
            for (int layer = 0; layer < 6; layer++) {
                AttentionSite site = extractor.sites().get(layer);
                assertThat(site.kind()).isEqualTo(AttentionKind.ENCODER);
                assertThat(site.layer()).isEqualTo(layer);
                assertThat(site.heads()).isEqualTo(12);
                assertThat(site.operator()).isEqualTo("Softmax");
                assertThat(site.tensor()).isEqualTo("/encoder/layer." + layer + "/attention/self/Softmax_output_0");
            }
        }
    }

    @Test
    void weightsAndVectorsEqualTheGolden() throws IOException {
        Map<String, Tensor> golden = golden();
        try (OnnxAttentionExtractor extractor = open(MiniLm.FLOAT)) {
            AttentionRequest request = AttentionRequest.ofIds(
                            golden.get("input_ids").toLongArray())
                    .toBuilder()
                    .vectors(true)
                    .outputs(true)
                    .build();
            AttentionResult result = extractor.extract(request);
            AttentionStack stack = result.stack(AttentionKind.ENCODER);
            assertThat(stack.layers()).containsExactly(0, 1, 2, 3, 4, 5);
            for (int layer = 0; layer < 6; layer++) {
                assertClose(
                        stack.layer(layer).weights(),
                        golden.get("encoder_" + layer).toFloatArray(),
                        2e-6f);
                assertClose(
                        stack.layer(layer).queries().orElseThrow().buffer(),
                        golden.get("query_" + layer).toFloatArray(),
                        2e-5f);
                assertClose(
                        stack.layer(layer).keys().orElseThrow().buffer(),
                        golden.get("key_" + layer).toFloatArray(),
                        2e-5f);
            }
            float[] expected = golden.get("last_hidden_state").toFloatArray();
            assertClose(result.outputs().get("output_0").floats(), expected, 2e-5f);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"float", "quantised"})
    void theModelsOwnOutputsAreBitIdentical(String which) throws OrtException {
        try (OrtSession session = OrtEnvironment.getEnvironment()
                        .createSession(model(which).toString());
                OnnxAttentionExtractor extractor = open(model(which))) {
            for (int length : new int[] {1, 2, 17, 128, 512}) {
                long[] ids = ids(length);
                Map<String, float[]> untouched = untouched(session, ids);
                AttentionRequest everything = AttentionRequest.ofIds(ids).toBuilder()
                        .outputs(true)
                        .vectors(true)
                        .scores(true)
                        .build();
                Map<String, Tensor> outputs = extractor.extract(everything).outputs();
                assertThat(outputs.keySet()).isEqualTo(untouched.keySet());
                untouched.forEach((name, values) ->
                        assertThat(outputs.get(name).toFloatArray()).isEqualTo(values));
            }
        }
    }

    private static long[] ids(int length) {
        long[] ids = new long[length];
        Arrays.setAll(ids, i -> 1000 + i * 37L % 20000);
        return ids;
    }

    private static Map<String, float[]> untouched(OrtSession session, long[] ids) throws OrtException {
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        long[][] values = {ids, ones, new long[ids.length]};
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (int i = 0; i < INPUTS.length; i++) {
            inputs.put(INPUTS[i], Tensor.ofLongs(values[i], 1, ids.length));
        }
        return Untouched.outputs(session, inputs, session.getOutputNames());
    }

    @Test
    void bytesAndResourcesGiveWhatTheFileGives() throws IOException {
        AttentionRequest request = AttentionRequest.of("The cat sat on the mat");
        ClassLoader loader = MiniLmTest.class.getClassLoader();
        try (OnnxAttentionExtractor fromFile = open(MiniLm.QUANTIZED);
                OnnxAttentionExtractor fromBytes = OnnxAttentionExtractor.builder()
                        .model("bytes", Files.readAllBytes(MiniLm.QUANTIZED))
                        .tokenizer(MiniLm.TOKENIZER)
                        .build();
                OnnxAttentionExtractor fromResource = OnnxAttentionExtractor.builder()
                        .modelResource(loader, "all-minilm-l6-v2-q.onnx")
                        .tokenizerResource(loader, "all-minilm-l6-v2-q-tokenizer.json")
                        .build()) {
            AttentionStack expected = fromFile.extract(request).stack(AttentionKind.ENCODER);
            for (OnnxAttentionExtractor other : new OnnxAttentionExtractor[] {fromBytes, fromResource}) {
                AttentionStack actual = other.extract(request).stack(AttentionKind.ENCODER);
                expected.stream().forEach(layer -> assertThat(
                                actual.layer(layer.number()).weights())
                        .isEqualTo(layer.weights()));
            }
        }
    }

    @Test
    void aLinkToTheModelOpens() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "link");
        Path link = Files.createSymbolicLink(folder.resolve("linked.onnx"), MiniLm.QUANTIZED.toAbsolutePath());
        try (OnnxAttentionExtractor extractor = open(link)) {
            assertThat(extractor.sites()).hasSize(6);
        }
    }

    /** A file that ONNX Runtime itself has fused and folded and saved. */
    @Test
    void modelsThatTheRuntimeHasOptimisedGiveTheSame() throws IOException, OrtException {
        Map<String, Tensor> golden = golden();
        Path optimised =
                Files.createTempDirectory(Path.of("target"), "optimised").resolve("optimised.onnx");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
            options.setOptimizedModelFilePath(optimised.toString());
            OrtEnvironment.getEnvironment()
                    .createSession(MiniLm.FLOAT.toString(), options)
                    .close();
        }
        try (OnnxAttentionExtractor extractor = open(optimised)) {
            AttentionStack stack = extractor
                    .extract(AttentionRequest.ofIds(golden.get("input_ids").toLongArray()))
                    .stack(AttentionKind.ENCODER);
            for (int layer = 0; layer < 6; layer++) {
                assertClose(
                        stack.layer(layer).weights(),
                        golden.get("encoder_" + layer).toFloatArray(),
                        2e-6f);
            }
        } finally {
            Files.deleteIfExists(optimised);
        }
    }

    @Test
    void tokensSpansAndSegmentsComeAlong() {
        String second = "a 😀 dog runs";
        try (OnnxAttentionExtractor extractor = open(MiniLm.FLOAT)) {
            AttentionResult result = extractor.extract("the cat", second);
            AttentionStack stack = result.stack(AttentionKind.ENCODER);
            Token runs = stack.keyTokens().get(stack.keyTokens().size() - 2);
            assertThat(runs.text()).isEqualTo("runs");
            assertThat(runs.segment()).isEqualTo(1);
            CharSpan span = Objects.requireNonNull(runs.charSpan());
            assertThat(span.of(second)).isEqualTo("runs");
            assertThat(result.model().engine()).startsWith("ONNX Runtime 1.");
        }
    }

    @Test
    void scoresBecomeWeightsBySoftmax() {
        try (OnnxAttentionExtractor extractor = open(MiniLm.FLOAT)) {
            AttentionStack stack = extractor
                    .extract(AttentionRequest.builder("The cat sat")
                            .layers(3)
                            .scores(true)
                            .build())
                    .stack(AttentionKind.ENCODER);
            FloatBuffer scores = stack.layer(3).scores(7).orElseThrow().row(1);
            double sum = 0;
            for (int key = 0; key < scores.remaining(); key++) {
                sum += Math.exp(scores.get(key));
            }
            for (int key = 0; key < scores.remaining(); key++) {
                assertThat((double) stack.matrix(3, 7).weight(1, key))
                        .isCloseTo(Math.exp(scores.get(key)) / sum, within(1e-6));
            }
        }
    }

    @Test
    void lengthsMayChangeFromCallToCall() {
        try (OnnxAttentionExtractor extractor = open(MiniLm.FLOAT)) {
            for (int length : new int[] {12, 12, 5, 12, 32, 12, 384, 1, 12}) {
                AttentionStack stack = extractor
                        .extract(AttentionRequest.ofIds(ids(length)).toBuilder()
                                .layers(Selection.of(0, 5))
                                .build())
                        .stack(AttentionKind.ENCODER);
                assertThat(stack.matrix(5, 3).queryCount()).isEqualTo(length);
                assertThat(stack.matrix(5, 3).rowSum(length - 1)).isCloseTo(1, within(1e-5));
            }
        }
    }
}
