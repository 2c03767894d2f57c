package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.GenerationRequest;
import io.github.attention4j.SharedModels;
import io.github.attention4j.TokenSequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Real models that do not belong to this repository; skipped where they are absent. */
class SharedModelsTest {
    private static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(SharedModels.file(name).toFile());
    }

    /** A part of a tensor that is kept as base64 of little-endian floats. */
    private static float[] floats(JsonNode tensor, int row) {
        FloatBuffer all = ByteBuffer.wrap(
                        Base64.getDecoder().decode(tensor.get("data").asText()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        int size = all.remaining() / tensor.get("shape").get(0).asInt();
        float[] part = new float[size];
        all.get(row * size, part);
        return part;
    }

    private static void assertClose(FloatBuffer actual, float[] expected) {
        assertThat(actual.remaining()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            if (Float.isInfinite(expected[i])) {
                assertThat(actual.get(i)).isLessThan(-1e4f);
            } else {
                assertThat(actual.get(i)).isCloseTo(expected[i], within(1e-6f));
            }
        }
    }

    /** GPT-2's block, against somebody else's computation of its first layer. */
    @Test
    void nanoSortEqualsItsReferencePartials() throws IOException {
        JsonNode reference = json("gpt-nano-sort/reference-partials.json");
        try (OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                .model(SharedModels.file("gpt-nano-sort/nanosort.onnx"))
                .build()) {
            assertThat(extractor.sites()).hasSize(3).allMatch(site -> site.kind() == AttentionKind.DECODER);
            for (int row = 0; row < 3; row++) {
                float[] values = floats(reference.get("idx"), row);
                long[] ids = new long[values.length];
                Arrays.setAll(ids, i -> (long) values[i]);
                AttentionResult result = extractor.extract(AttentionRequest.ofIds(ids).toBuilder()
                        .vectors(true)
                        .scores(true)
                        .build());
                AttentionLayer first = result.stack(AttentionKind.DECODER).layer(0);
                assertClose(first.weights(), floats(reference.get("attSm"), row));
                assertClose(first.queries().orElseThrow().buffer(), floats(reference.get("q"), row));
                assertClose(first.keys().orElseThrow().buffer(), floats(reference.get("k"), row));
                assertClose(first.values().orElseThrow().buffer(), floats(reference.get("v"), row));
                float[] scores = floats(reference.get("att"), row);
                int size = 11 * 11;
                for (int head = 0; head < 3; head++) {
                    FloatBuffer own =
                            FloatBuffer.wrap(first.scores(head).orElseThrow().toArray());
                    assertClose(own, Arrays.copyOfRange(scores, head * size, (head + 1) * size));
                }
            }
        }
    }

    /** The Llama architecture with four key heads for eight query heads. */
    @Test
    void storiesEqualsItsReference() throws IOException {
        JsonNode reference = json("stories260K/reference.json");
        JsonNode list = reference.get("ids").get(0);
        long[] ids = new long[list.size()];
        Arrays.setAll(ids, i -> list.get(i).asLong());
        try (OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                .model(SharedModels.file("stories260K/stories260K.onnx"))
                .tokenizer(SharedModels.file("stories260K/tokenizer.json"))
                .build()) {
            AttentionResult result = extractor.extract(
                    AttentionRequest.ofIds(ids).toBuilder().outputs(true).build());
            AttentionLayer first = result.stack(AttentionKind.DECODER).layer(0);
            assertThat(result.stack(AttentionKind.DECODER).layers()).containsExactly(0, 1, 2, 3, 4);
            assertThat(first.heads()).hasSize(8);
            JsonNode row = reference.get("att_l0_h0_lastrow");
            for (int key = 0; key < ids.length; key++) {
                assertThat(first.matrix(0).weight(ids.length - 1, key))
                        .isCloseTo((float) row.get(key).asDouble(), within(2e-6f));
            }
            assertThat(extractor.sites()).allMatch(site -> site.heads() == 8);
        }
    }

    /** A story told token by token, and the same text read at once. */
    @Test
    void storiesAreToldWithTheAttentionOfTheFinishedText() throws IOException {
        try (OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                .model(SharedModels.file("stories260K/stories260K.onnx"))
                .tokenizer(SharedModels.file("stories260K/tokenizer.json"))
                .build()) {
            AttentionResult told =
                    extractor.generate(GenerationRequest.of(AttentionRequest.of("Once upon a time"), 40));
            TokenSequence tokens = told.stack(AttentionKind.DECODER).queryTokens();
            int prompt = told.steps().get(0).rowCount();
            assertThat(tokens).hasSize(prompt + 40);
            AttentionResult read = extractor.extract(AttentionRequest.ofIds(tokens.ids()).toBuilder()
                    .outputs(true)
                    .build());
            for (AttentionLayer layer :
                    read.stack(AttentionKind.DECODER).stream().toList()) {
                float[] expected = new float[layer.weights().remaining()];
                layer.weights().get(expected);
                assertClose(
                        told.stack(AttentionKind.DECODER).layer(layer.number()).weights(), expected);
            }
            float[] logits = read.outputs().get("logits").toFloatArray();
            int vocabulary = logits.length / tokens.size();
            for (int row = prompt - 1; row + 1 < tokens.size(); row++) {
                int start = row * vocabulary;
                int best = IntStream.range(0, vocabulary)
                        .reduce((a, b) -> logits[start + b] > logits[start + a] ? b : a)
                        .orElseThrow();
                assertThat(tokens.get(row + 1).id()).isEqualTo(best);
            }
            System.out.println(String.join("", tokens.texts()));
        }
    }
}
