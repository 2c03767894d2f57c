package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.GenerationRequest;
import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Moonshine, a real speech recogniser, while it transcribes a spoken clip: a quantised encoder, and a decoder whose
 * attention lies in the branches of an If. {@code .ci/run} fetches both; the test is skipped without them. The attention
 * is compared with what the same models' softmaxes give when another program, {@code expose_softmax.py}, has made outputs
 * of them.
 */
class SpeechTest {
    private static final Path FOLDER = Path.of("target", "speech");
    private static final Path MODELS = FOLDER.resolve("package/dist/model/tiny/quantized");
    private static final Path CLIP = FOLDER.resolve("clip.wav");
    private static final int LAYERS = 6;
    private static final int HEADS = 8;
    private static final int END = 2;
    private static final int MOST_TOKENS = 40;

    private static float[] samples() throws IOException, UnsupportedAudioFileException {
        AudioFormat format = new AudioFormat(16_000, 16, 1, true, false);
        try (AudioInputStream clip = AudioSystem.getAudioInputStream(CLIP.toFile());
                AudioInputStream converted = AudioSystem.getAudioInputStream(format, clip)) {
            ByteBuffer bytes = ByteBuffer.wrap(converted.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            float[] samples = new float[bytes.remaining() / 2];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = bytes.getShort() / 32768f;
            }
            return samples;
        }
    }

    @Test
    void attentionComesAlongWhileAClipIsTranscribed() throws Exception {
        Assumptions.assumeTrue(Files.exists(CLIP) && Files.exists(MODELS), "There is no clip or model in " + FOLDER);
        float[] samples = samples();
        Map<String, Tensor> audio = Map.of("input_values", Tensor.ofFloats(samples, 1, samples.length));
        Tensor hidden;
        try (OnnxAttentionExtractor encoder = OnnxAttentionExtractor.builder()
                .model(MODELS.resolve("encoder_model.onnx"))
                .build()) {
            assertThat(encoder.sites()).hasSize(LAYERS).allMatch(site -> site.heads() == HEADS);
            AttentionResult result = encoder.extract(
                    AttentionRequest.ofTensors(audio).toBuilder().outputs(true).build());
            result.stack(AttentionKind.ENCODER).stream().forEach(SpeechTest::assertRowsSumToOne);
            assertEncoder(result, audio);
            hidden = result.outputs().get("last_hidden_state");
        }
        List<Long> tokens = transcribe(hidden);
        assertThat(tokens).hasSizeBetween(8, MOST_TOKENS - 1);
    }

    @Test
    void bothFilesTranscribeAsOneExtractor() throws Exception {
        Assumptions.assumeTrue(Files.exists(CLIP) && Files.exists(MODELS), "There is no clip or model in " + FOLDER);
        float[] samples = samples();
        AttentionRequest audio =
                AttentionRequest.ofTensors(Map.of("input_values", Tensor.ofFloats(samples, 1, samples.length)));
        try (OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                .encoder(MODELS.resolve("encoder_model.onnx"))
                .decoder(MODELS.resolve("decoder_model_merged.onnx"))
                .build()) {
            AttentionResult result = extractor.generate(
                    GenerationRequest.of(audio, MOST_TOKENS).startingWith(1).endingWith(END));
            long[] ids = result.stack(AttentionKind.DECODER).queryTokens().ids();
            assertThat(ids).hasSizeBetween(8, MOST_TOKENS).startsWith(1).endsWith(END);
            assertThat(result.steps()).hasSize(ids.length);
            for (AttentionKind kind : AttentionKind.values()) {
                assertThat(result.stack(kind).layers()).hasSize(LAYERS);
                result.stack(kind).stream().forEach(SpeechTest::assertRowsSumToOne);
            }
            Tensor hidden;
            try (OnnxAttentionExtractor encoder = OnnxAttentionExtractor.builder()
                    .model(MODELS.resolve("encoder_model.onnx"))
                    .build()) {
                hidden = encoder.extract(audio.toBuilder().outputs(true).build())
                        .outputs()
                        .get("last_hidden_state");
            }
            assertThat(result.stack(AttentionKind.CROSS).keyTokens()).hasSize((int) hidden.shape()[1]);
            List<Long> stepByStep = transcribe(hidden);
            assertThat(Arrays.stream(ids).limit(ids.length - 1).boxed()).containsExactlyElementsOf(stepByStep);
        }
    }

    /** The same model with its softmaxes as outputs, made by a program that is not under test. */
    private static Path exposed(String model) throws IOException, InterruptedException {
        Path target = FOLDER.resolve("exposed_" + model);
        Process python = new ProcessBuilder(
                        "/usr/bin/python3",
                        "src/test/speech/expose_softmax.py",
                        MODELS.resolve(model).toString(),
                        target.toString())
                .inheritIO()
                .start();
        assertThat(python.waitFor()).as("python3 with python3-onnx").isZero();
        return target;
    }

    private static Set<String> softmaxNames(int count) {
        return IntStream.range(0, count).mapToObj(number -> "softmax_" + number).collect(Collectors.toSet());
    }

    private static void assertEncoder(AttentionResult result, Map<String, Tensor> audio)
            throws IOException, InterruptedException, OrtException {
        try (OrtSession session = OrtEnvironment.getEnvironment()
                .createSession(exposed("encoder_model.onnx").toString())) {
            Map<String, float[]> golden = Untouched.outputs(session, audio, softmaxNames(LAYERS));
            for (int layer = 0; layer < LAYERS; layer++) {
                assertWeights(result.stack(AttentionKind.ENCODER).layer(layer), golden.get("softmax_" + layer));
            }
        }
    }

    /** Each layer looks at its own tokens first, then at the encoder's. */
    private static void assertDecoder(AttentionResult result, Map<String, float[]> golden) {
        for (int layer = 0; layer < LAYERS; layer++) {
            assertWeights(result.stack(AttentionKind.DECODER).layer(layer), golden.get("softmax_" + 2 * layer));
            assertWeights(result.stack(AttentionKind.CROSS).layer(layer), golden.get("softmax_" + (2 * layer + 1)));
        }
    }

    private static void assertWeights(AttentionLayer layer, float[] golden) {
        FloatBuffer weights = layer.weights();
        assertThat(weights.remaining()).isEqualTo(golden.length);
        for (int i = 0; i < golden.length; i++) {
            assertThat(weights.get(i)).isCloseTo(golden[i], within(1e-6f));
        }
    }

    private static List<Long> transcribe(Tensor hidden) throws IOException, InterruptedException, OrtException {
        Path model = MODELS.resolve("decoder_model_merged.onnx");
        Path exposed = exposed("decoder_model_merged.onnx");
        List<Long> tokens = new ArrayList<>();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions basic = new OrtSession.SessionOptions()) {
            // The untouched model opens at this level only.
            basic.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
            try (OnnxAttentionExtractor decoder =
                            OnnxAttentionExtractor.builder().model(model).build();
                    OrtSession untouched = environment.createSession(model.toString(), basic);
                    OrtSession softmaxes = environment.createSession(exposed.toString(), basic)) {
                assertThat(decoder.sites()).hasSize(2 * LAYERS);
                Map<String, Tensor> inputs = firstInputs(hidden);
                long next = 1;
                while (next != END && tokens.size() < MOST_TOKENS) {
                    tokens.add(next);
                    inputs.put("input_ids", Tensor.ofLongs(new long[] {next}, 1, 1));
                    AttentionResult result = decoder.extract(AttentionRequest.ofTensors(inputs).toBuilder()
                            .outputs(true)
                            .build());
                    assertStep(result, tokens.size(), (int) hidden.shape()[1]);
                    assertDecoder(result, Untouched.outputs(softmaxes, inputs, softmaxNames(2 * LAYERS)));
                    float[] logits = result.outputs().get("logits").toFloatArray();
                    assertThat(logits)
                            .containsExactly(Untouched.outputs(untouched, inputs, Set.of("logits"))
                                    .get("logits"));
                    next = largest(logits);
                    remember(inputs, result.outputs(), tokens.size() == 1);
                }
            }
        }
        assertThat(tokens).as("the clip ends before the limit").hasSizeLessThan(MOST_TOKENS);
        return tokens;
    }

    private static Map<String, Tensor> firstInputs(Tensor hidden) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("encoder_hidden_states", hidden);
        inputs.put("use_cache_branch", Tensor.ofBooleans(new boolean[] {false}, 1));
        for (int layer = 0; layer < LAYERS; layer++) {
            for (String part : List.of("decoder.key", "decoder.value", "encoder.key", "encoder.value")) {
                inputs.put(
                        "past_key_values." + layer + "." + part,
                        Tensor.wrap(ElementType.FLOAT32, ByteBuffer.allocate(0), 1, HEADS, 0, 36));
            }
        }
        return inputs;
    }

    /** Keys and values of the encoder's states are computed in the first step only. */
    private static void remember(Map<String, Tensor> inputs, Map<String, Tensor> outputs, boolean first) {
        outputs.forEach((name, tensor) -> {
            if (name.startsWith("present.") && (first || name.contains(".decoder."))) {
                inputs.put(name.replace("present.", "past_key_values."), tensor);
            }
        });
        inputs.put("use_cache_branch", Tensor.ofBooleans(new boolean[] {true}, 1));
    }

    private static void assertStep(AttentionResult result, int tokens, int frames) {
        for (int layer = 0; layer < LAYERS; layer++) {
            AttentionLayer own = result.stack(AttentionKind.DECODER).layer(layer);
            AttentionLayer cross = result.stack(AttentionKind.CROSS).layer(layer);
            assertThat(own.heads()).hasSize(HEADS);
            assertThat(own.queryTokens()).hasSize(1);
            assertThat(own.keyTokens()).hasSize(tokens);
            assertThat(cross.keyTokens()).hasSize(frames);
            assertRowsSumToOne(own);
            assertRowsSumToOne(cross);
        }
    }

    private static void assertRowsSumToOne(AttentionLayer layer) {
        for (int head : layer.heads()) {
            for (int query = 0; query < layer.queryTokens().size(); query++) {
                assertThat(layer.matrix(head).rowSum(query)).isCloseTo(1, within(1e-5));
            }
        }
    }

    private static long largest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }
}
