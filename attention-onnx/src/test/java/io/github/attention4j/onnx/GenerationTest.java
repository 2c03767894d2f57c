package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.GenerationRequest;
import io.github.attention4j.GenerationStep;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Reduction;
import io.github.attention4j.RowMeaning;
import io.github.attention4j.Selection;
import io.github.attention4j.Token;
import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Greedy generation, with a cache and without, beside what PyTorch says of the finished text; see src/test/generation. */
class GenerationTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "generation");
    private static final Map<String, Tensor> CAUSAL = Npz.read(FOLDER.resolve("causal.npz"));
    private static final int PROMPT = 4;
    private static final int NEW = 12;

    private static OnnxAttentionExtractor open(String name) {
        return OnnxAttentionExtractor.builder()
                .model(FOLDER.resolve(name + ".onnx"))
                .build();
    }

    private static AttentionRequest.Builder prompt() {
        return AttentionRequest.ofIds(CAUSAL.get("prompt").toLongArray()).toBuilder();
    }

    private static void assertClose(FloatBuffer actual, float[] expected) {
        assertThat(actual.remaining()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual.get(i)).isCloseTo(expected[i], within(1e-6f));
        }
    }

    private static void assertGolden(AttentionResult result, AttentionKind kind, Map<String, Tensor> golden) {
        assertThat(result.stack(kind).layers()).containsExactly(0, 1);
        for (AttentionLayer layer : result.stack(kind).stream().toList()) {
            assertClose(
                    layer.weights(),
                    golden.get(kind.label() + "_" + layer.number()).toFloatArray());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"causal_cached", "causal_plain"})
    void gatheredRowsAreThoseOfTheFinishedText(String model) {
        try (OnnxAttentionExtractor extractor = open(model)) {
            List<Long> heard = new ArrayList<>();
            AttentionResult result =
                    extractor.generate(GenerationRequest.of(prompt().build(), NEW), token -> heard.add(token.id()));
            long[] text = CAUSAL.get("text").toLongArray();
            assertThat(result.stack(AttentionKind.DECODER).queryTokens().ids()).containsExactly(text);
            assertThat(result.stack(AttentionKind.DECODER).keyTokens().stream().map(Token::index))
                    .startsWith(0, 1, 2)
                    .hasSize(PROMPT + NEW);
            assertThat(heard)
                    .containsExactlyElementsOf(
                            Arrays.stream(text).skip(PROMPT).boxed().toList());
            assertThat(result.steps()).hasSize(NEW + 1).startsWith(new GenerationStep(0, PROMPT));
            assertThat(result.steps().get(NEW)).isEqualTo(new GenerationStep(PROMPT + NEW - 1, 1));
            assertThat(result.outputs()).isEmpty();
            assertGolden(result, AttentionKind.DECODER, CAUSAL);

            AttentionResult whole = extractor.extract(AttentionRequest.ofIds(text));
            for (AttentionLayer layer :
                    whole.stack(AttentionKind.DECODER).stream().toList()) {
                float[] expected = new float[layer.weights().remaining()];
                layer.weights().get(expected);
                assertClose(
                        result.stack(AttentionKind.DECODER)
                                .layer(layer.number())
                                .weights(),
                        expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"causal_cached", "causal_plain"})
    void onlyWhatWasAskedIsGathered(String model) {
        try (OnnxAttentionExtractor extractor = open(model)) {
            AttentionResult head = extractor.generate(
                    GenerationRequest.of(prompt().layers(1).heads(1).build(), NEW));
            AttentionResult mean = extractor.generate(
                    GenerationRequest.of(prompt().reduction(Reduction.HEAD_MEAN).build(), NEW));
            float[] golden = CAUSAL.get("decoder_1").toFloatArray();
            int matrix = golden.length / 2;
            assertThat(head.stack(AttentionKind.DECODER).layers()).containsExactly(1);
            assertClose(
                    head.stack(AttentionKind.DECODER).layer(1).weights(),
                    Arrays.copyOfRange(golden, matrix, golden.length));
            float[] expected = new float[matrix];
            for (int i = 0; i < matrix; i++) {
                expected[i] = (golden[i] + golden[matrix + i]) / 2;
            }
            assertClose(mean.stack(AttentionKind.DECODER).layer(1).weights(), expected);
            assertThat(mean.stack(AttentionKind.DECODER).layer(1).rowMeaning()).isEqualTo(RowMeaning.HEAD_MEAN);
        }
    }

    @Test
    void endsWithAnEndTokenAndWithTheLastPosition() {
        long[] text = CAUSAL.get("text").toLongArray();
        try (OnnxAttentionExtractor extractor = open("causal_cached")) {
            AttentionResult ended = extractor.generate(
                    GenerationRequest.of(prompt().build(), NEW).endingWith(text[PROMPT + 2]));
            assertThat(ended.stack(AttentionKind.DECODER).queryTokens().ids())
                    .containsExactly(Arrays.copyOf(text, PROMPT + 3));
            AttentionResult longest = extractor.generate(GenerationRequest.of(prompt().build(), 1000));
            assertThat(longest.stack(AttentionKind.DECODER).queryTokens()).hasSizeLessThanOrEqualTo(32);
        }
    }

    @Test
    void anEncoderAndItsDecoderAreOneExtractor() {
        Map<String, Tensor> golden = Npz.read(FOLDER.resolve("pair.npz"));
        try (OnnxAttentionExtractor extractor = pair()) {
            assertThat(extractor.sites()).hasSize(6);
            long[] text = golden.get("text").toLongArray();
            AttentionResult generated = extractor.generate(GenerationRequest.of(
                            AttentionRequest.ofIds(golden.get("source").toLongArray()), text.length - 1)
                    .startingWith(text[0]));
            assertThat(generated.stack(AttentionKind.DECODER).queryTokens().ids())
                    .containsExactly(text);

            Tensor source = Tensor.ofLongs(golden.get("source").toLongArray(), 1, 5);
            Map<String, Tensor> inputs = Map.of(
                    "input_ids", source,
                    "attention_mask", Tensor.ofLongs(new long[] {1, 1, 1, 1, 1}, 1, 5),
                    "decoder_input_ids", Tensor.ofLongs(text, 1, text.length));
            AttentionResult extracted = extractor.extract(
                    AttentionRequest.ofTensors(inputs).toBuilder().outputs(true).build());
            for (AttentionResult result : List.of(generated, extracted)) {
                for (AttentionKind kind : AttentionKind.values()) {
                    assertGolden(result, kind, golden);
                }
                assertThat(result.stack(AttentionKind.CROSS).keyTokens().ids())
                        .containsExactly(golden.get("source").toLongArray());
            }
            assertThat(extracted.outputs()).containsOnlyKeys("last_hidden_state", "logits");

            AttentionResult crossOnly = extractor.extract(AttentionRequest.ofTensors(inputs).toBuilder()
                    .kind(AttentionKind.CROSS)
                    .layers(1)
                    .keyColumns(Selection.of(4))
                    .build());
            assertThat(crossOnly.stacks()).hasSize(1);
            assertThat(crossOnly.stack(AttentionKind.CROSS).matrix(1, 0).weight(3, 0))
                    .isCloseTo(golden.get("cross_1").toFloatArray()[3 * 5 + 4], within(1e-6f));
        }
    }

    private static OnnxAttentionExtractor pair() {
        return OnnxAttentionExtractor.builder()
                .encoder(FOLDER.resolve("encoder_model.onnx"))
                .decoder(FOLDER.resolve("decoder_model.onnx"))
                .build();
    }

    @Test
    void whatCannotBeGeneratedIsRefused() {
        AttentionRequest ids = AttentionRequest.ofIds(1, 2, 3);
        assertThatThrownBy(() -> GenerationRequest.of(ids, 0)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> GenerationRequest.of(
                        ids.toBuilder().queryRows(Selection.of(0)).build(), 3))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("without query rows");
        try (OnnxAttentionExtractor pair = pair()) {
            assertThatThrownBy(() -> pair.generate(GenerationRequest.of(ids, 3)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("startingWith");
            assertThatThrownBy(() -> pair.extract(ids)).hasMessageContaining("ofTensors");
            AttentionRequest layer =
                    AttentionRequest.ofTensors(Map.of()).toBuilder().layers(7).build();
            assertThatThrownBy(() -> pair.extract(layer))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("7");
        }
        try (OnnxAttentionExtractor encoder = open("encoder_model")) {
            assertThatThrownBy(() -> encoder.generate(GenerationRequest.of(ids, 3)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("decoder");
        }
    }
}
