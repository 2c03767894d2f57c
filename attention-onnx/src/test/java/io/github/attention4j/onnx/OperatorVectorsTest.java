package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.HeadVectors;
import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Queries, keys, values and scores of operators that are a whole attention: multiplied here, in double precision, they
 * must give the golden weights and the golden output of src/test/corpus.
 */
class OperatorVectorsTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "corpus");

    private static AttentionLayer layer(String name, boolean vectors, boolean scores) {
        AttentionInput input = new AttentionInput.Tensors(CorpusTest.inputs(name), null, null);
        try (OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                .model(FOLDER.resolve(name + ".onnx"))
                .build()) {
            AttentionResult result = extractor.extract(AttentionRequest.builder(input)
                    .vectors(vectors)
                    .scores(scores)
                    .build());
            return result.stacks().get(0).layer(0);
        }
    }

    private static float[] golden(String name) {
        Map<String, Tensor> arrays = Npz.read(FOLDER.resolve(name + ".npz"));
        return arrays.entrySet().stream()
                .filter(entry -> entry.getKey().matches("(encoder|decoder|cross)_0"))
                .findFirst()
                .orElseThrow()
                .getValue()
                .toFloatArray();
    }

    private static double[] softmax(double[] scores) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            highest = Math.max(highest, score);
        }
        double sum = 0;
        double[] weights = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            weights[i] = Math.exp(scores[i] - highest);
            sum += weights[i];
        }
        for (int i = 0; i < scores.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /** Without masks, queries times keys are the scores; {@code fromEnd} is how many keys the first query cannot see. */
    @ParameterizedTest
    @CsvSource({
        "fused_standard, false",
        "fused_standard_grouped, false",
        "standard_by_head, false",
        "standard_past, false",
        "fused_multihead, false",
        "multihead_past, false",
        "multihead_cached_cross, false",
        "fused_grouped_query, true",
        "grouped_packed, true",
        "grouped_rotary, true",
        "grouped_past, true",
        "packed, false",
        "packed_past, true",
        "function, false",
        "function_with_if, false",
        "loop_layers, false",
        "loop_steps, false",
        "scan_layers, false",
        "scan_steps, false"
    })
    void queriesTimesKeysGiveTheWeights(String name, boolean causal) {
        AttentionLayer layer = layer(name, true, false);
        HeadVectors queries = layer.queries().orElseThrow();
        HeadVectors keys = layer.keys().orElseThrow();
        float[] golden = golden(name);
        int heads = queries.headCount();
        int columns = keys.tokenCount();
        assertThat(golden).hasSize(heads * queries.tokenCount() * columns);
        int repeated = heads / keys.headCount();
        for (int head = 0; head < heads; head++) {
            for (int query = 0; query < queries.tokenCount(); query++) {
                double[] scores = new double[columns];
                for (int key = 0; key < columns; key++) {
                    boolean ahead = causal && key > query + columns - queries.tokenCount();
                    scores[key] = ahead
                            ? Double.NEGATIVE_INFINITY
                            : dot(queries, head, query, keys, head / repeated, key) / Math.sqrt(queries.dimension());
                }
                assertRow(softmax(scores), golden, (head * queries.tokenCount() + query) * columns);
            }
        }
    }

    /** Golden weights times values are the output, which these cases return doubled. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "standard_past",
                "multihead_key_mask",
                "multihead_past",
                "grouped_packed",
                "grouped_rotary",
                "grouped_past",
                "packed_past",
                "packed_quantised"
            })
    void weightsTimesValuesGiveTheOutput(String name) {
        AttentionLayer layer = layer(name, true, false);
        HeadVectors values = layer.values().orElseThrow();
        float[] golden = golden(name);
        float[] output =
                Npz.read(FOLDER.resolve(name + ".npz")).get("output:output").toFloatArray();
        int heads = layer.heads().size();
        int rows = layer.queryTokens().size();
        int repeated = heads / values.headCount();
        for (int head = 0; head < heads; head++) {
            for (int query = 0; query < rows; query++) {
                for (int i = 0; i < values.dimension(); i++) {
                    double sum = 0;
                    for (int key = 0; key < values.tokenCount(); key++) {
                        sum += golden[(head * rows + query) * values.tokenCount() + key]
                                * values.vector(head / repeated, key).get(i);
                    }
                    assertThat(2 * sum)
                            .isCloseTo(output[(query * heads + head) * values.dimension() + i], within(1e-4));
                }
            }
        }
    }

    /** A row's scores are known but for a constant, which softmax takes away; masks and caps are in them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "fused_standard",
                "fused_standard_causal",
                "fused_standard_mask",
                "standard_softcap",
                "standard_boolean_mask",
                "standard_past",
                "fused_multihead_bias",
                "multihead_key_mask",
                "multihead_past",
                "decoder_masked",
                "packed_mask_3d",
                "packed_quantised"
            })
    void softmaxOfScoresGivesTheWeights(String name) {
        assertSoftmaxOfScores(name, false);
    }

    /** Where this operator's window or causality forbids a key, it leaves a score that plays no part. */
    @ParameterizedTest
    @ValueSource(strings = {"fused_grouped_query", "grouped_packed", "grouped_rotary", "grouped_past"})
    void softmaxOfVisibleScoresGivesTheWeights(String name) {
        assertSoftmaxOfScores(name, true);
    }

    private static void assertSoftmaxOfScores(String name, boolean causal) {
        AttentionLayer layer = layer(name, false, true);
        float[] golden = golden(name);
        int rows = layer.queryTokens().size();
        int columns = layer.keyTokens().size();
        for (int head : layer.heads()) {
            AttentionMatrix scores = layer.scores(head).orElseThrow();
            for (int query = 0; query < rows; query++) {
                double[] row = new double[columns];
                for (int key = 0; key < columns; key++) {
                    boolean ahead = causal && key > query + columns - rows;
                    row[key] = ahead ? Double.NEGATIVE_INFINITY : scores.weight(query, key);
                }
                assertRow(softmax(row), golden, (head * rows + query) * columns);
            }
        }
    }

    private static double dot(HeadVectors left, int leftHead, int query, HeadVectors right, int rightHead, int key) {
        double sum = 0;
        for (int i = 0; i < left.dimension(); i++) {
            sum += (double) left.vector(leftHead, query).get(i)
                    * right.vector(rightHead, key).get(i);
        }
        return sum;
    }

    private static void assertRow(double[] weights, float[] golden, int from) {
        for (int key = 0; key < weights.length; key++) {
            assertThat(weights[key]).isCloseTo(golden[from + key], within(1e-6));
        }
    }
}
