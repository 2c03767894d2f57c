package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.ExtractorClosedException;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.Selection;
import io.github.attention4j.TokenizerException;
import io.github.attention4j.onnx.graph.wire.WireWriter;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong is named, together with what was expected; nothing crashes. */
class BadInputTest {
    private static AttentionExtractor extractor;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        extractor = AttentionExtractors.open(MiniLm.QUANTIZED, MiniLm.TOKENIZER);
    }

    @AfterAll
    static void close() {
        extractor.close();
    }

    private static Map<String, Tensor> inputs(int length) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        long[] ones = new long[length];
        Arrays.fill(ones, 1);
        inputs.put("input_ids", Tensor.ofLongs(ones, 1, length));
        inputs.put("attention_mask", Tensor.ofLongs(ones, 1, length));
        inputs.put("token_type_ids", Tensor.ofLongs(new long[length], 1, length));
        return inputs;
    }

    @Test
    void notAModel() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "This is no model, but a sentence about one.");
        assertThatThrownBy(() -> AttentionExtractors.open(text))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("text.onnx");
        Path empty = Files.createFile(folder.resolve("empty.onnx"));
        assertThatThrownBy(() -> AttentionExtractors.open(empty))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("empty.onnx");
        assertThatThrownBy(() -> AttentionExtractors.open(folder.resolve("none.onnx")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("none.onnx");
        Path other = Files.write(folder.resolve("model.bin"), new byte[] {'P', 'K', 3, 4, 9, 9});
        assertThatThrownBy(() -> AttentionExtractors.open(other))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("attention-onnx");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000, 100_000, 20_000_000})
    void truncatedModel(int length) throws IOException {
        byte[] whole = Files.readAllBytes(MiniLm.QUANTIZED);
        Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> AttentionExtractors.open(cut))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("cut.onnx");
    }

    @Test
    void runtimesOwnFormat() throws OrtException {
        Path compiled = folder.resolve("compiled.ort");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizedModelFilePath(compiled.toString());
            options.addConfigEntry("session.save_model_format", "ORT");
            OrtEnvironment.getEnvironment()
                    .createSession("src/test/resources/corpus/scale_after.onnx", options)
                    .close();
        }
        assertThatThrownBy(() -> AttentionExtractors.open(compiled))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("compiled.ort", "ONNX Runtime's own format", "converted from");
    }

    @Test
    void unknownAttentionOperator() throws IOException {
        WireWriter model = new WireWriter()
                .varint(1, 8)
                .message(7, graph -> graph.message(1, node -> node.string(1, "x")
                                .string(1, "")
                                .string(1, "m")
                                .string(2, "y")
                                .string(4, "SparseAttention")
                                .string(7, "com.microsoft")
                                .message(5, attribute -> attribute
                                        .string(1, "num_heads")
                                        .varint(3, 2)
                                        .varint(20, 2)))
                        .message(11, input -> input.string(1, "x"))
                        .message(12, output -> output.string(1, "y")))
                .message(8, opset -> opset.varint(2, 13));
        Path file = Files.write(folder.resolve("sparse.onnx"), model.toByteArray());
        assertThatThrownBy(() -> AttentionExtractors.open(file))
                .isInstanceOf(AttentionNotFoundException.class)
                .hasMessageContaining("com.microsoft.SparseAttention -> y")
                .hasMessageContaining("Please report it")
                .hasMessageContaining("inputs [0, 2], attributes [num_heads]");
    }

    @Test
    void modelWithoutAttention() throws IOException {
        WireWriter model = new WireWriter()
                .varint(1, 8)
                .message(7, graph -> graph.message(
                                1, node -> node.string(1, "x").string(2, "y").string(4, "Softmax"))
                        .message(11, input -> input.string(1, "x"))
                        .message(12, output -> output.string(1, "y")))
                .message(8, opset -> opset.varint(2, 13));
        Path file = Files.write(folder.resolve("classifier.onnx"), model.toByteArray());
        assertThatThrownBy(() -> AttentionExtractors.open(file))
                .isInstanceOf(AttentionNotFoundException.class)
                .hasMessageContaining("classifier.onnx")
                .hasMessageContaining("softmax that is fed by a product")
                .hasMessageContaining("Softmax -> y");
    }

    @Test
    void textLongerThanTheModelsPositions() {
        assertThatThrownBy(() -> extractor.extract("cat ".repeat(600)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("602 tokens")
                .hasMessageContaining("512");
    }

    @Test
    void wrongNamesTypesAndShapes() {
        Map<String, Tensor> renamed = inputs(4);
        renamed.put("ids", renamed.remove("input_ids"));
        assertRefused(renamed, "no input \"ids\"", "input_ids");
        Map<String, Tensor> lacking = inputs(4);
        lacking.remove("attention_mask");
        assertRefused(lacking, "attention_mask", "missing");
        Map<String, Tensor> floats = inputs(4);
        floats.put("input_ids", Tensor.ofFloats(new float[4], 1, 4));
        assertRefused(floats, "input_ids", "INT64", "FLOAT32[1, 4]");
        Map<String, Tensor> flat = inputs(4);
        flat.put("input_ids", Tensor.ofLongs(new long[4], 4));
        assertRefused(flat, "input_ids", "INT64[4]");
        Map<String, Tensor> uneven = inputs(4);
        uneven.put("attention_mask", Tensor.ofLongs(new long[5], 1, 5));
        assertThatThrownBy(() -> extractor.extract(AttentionRequest.ofTensors(uneven)))
                .hasMessageContaining("attention_mask");
    }

    private static void assertRefused(Map<String, Tensor> inputs, String... named) {
        assertThatThrownBy(() -> extractor.extract(AttentionRequest.ofTensors(inputs)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(named);
    }

    @Test
    void batchesAreNotAResult() {
        Map<String, Tensor> two = new LinkedHashMap<>();
        inputs(4).forEach((name, tensor) -> two.put(name, Tensor.ofLongs(new long[8], 2, 4)));
        assertThatThrownBy(() -> extractor.extract(AttentionRequest.ofTensors(two)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("batch");
    }

    @Test
    void missingTokenizer() {
        assertThatThrownBy(() -> AttentionExtractors.open(MiniLm.QUANTIZED, folder.resolve("tokenizer.json")))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("tokenizer.json");
        try (AttentionExtractor without = AttentionExtractors.open(MiniLm.QUANTIZED)) {
            assertThatThrownBy(() -> without.extract("some text"))
                    .isInstanceOf(TokenizerException.class)
                    .hasMessageContaining("tokenizer.json");
            assertThat(without.extract(AttentionRequest.ofIds(101, 102)).stacks())
                    .hasSize(1);
        }
    }

    @Test
    void layersHeadsAndRowsThatDoNotExist() {
        assertThatThrownBy(() -> extractor.extract(
                        AttentionRequest.builder("cat").layers(9).build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("There is no layer 9; there are 6, numbered 0 to 5");
        assertThatThrownBy(() -> extractor.extract(
                        AttentionRequest.builder("cat").heads(12).build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no head 12");
        assertThatThrownBy(() -> extractor.extract(AttentionRequest.builder("cat")
                        .queryRows(Selection.of(3))
                        .build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("3");
        assertThatThrownBy(() -> AttentionExtractors.open(MiniLm.QUANTIZED, null, "tensorflow"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tensorflow")
                .hasMessageContaining("onnx");
    }

    @Test
    void idsOutsideTheVocabulary() {
        assertThatThrownBy(() -> extractor.extract(AttentionRequest.ofIds(101, 5_000_000, 102)))
                .hasMessageContaining("5000000");
        assertThatThrownBy(() -> extractor.extract(AttentionRequest.ofIds())).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void useAfterClose() {
        AttentionExtractor closed = AttentionExtractors.open(MiniLm.QUANTIZED, MiniLm.TOKENIZER);
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.extract("cat"))
                .isInstanceOf(ExtractorClosedException.class)
                .hasMessageContaining("closed");
        assertThat(closed.sites()).hasSize(6);
    }
}
