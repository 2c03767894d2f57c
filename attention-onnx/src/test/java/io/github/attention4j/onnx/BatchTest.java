package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.Reduction;
import io.github.attention4j.Selection;
import io.github.attention4j.Transfer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many inputs in one run give what each gives alone. */
class BatchTest {
    private static OnnxAttentionExtractor miniLm;

    @BeforeAll
    static void open() {
        miniLm = OnnxAttentionExtractor.builder().model(MiniLm.FLOAT).build();
    }

    @AfterAll
    static void close() {
        miniLm.close();
    }

    private static List<AttentionRequest> requests(Consumer<AttentionRequest.Builder> options) {
        Random random = new Random(11);
        List<AttentionRequest> requests = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long[] ids = random.longs(4 + random.nextInt(30), 1000, 20_000).toArray();
            AttentionRequest.Builder request = AttentionRequest.ofIds(ids).toBuilder();
            options.accept(request);
            requests.add(request.build());
        }
        return requests;
    }

    private static void assertAlike(
            OnnxAttentionExtractor extractor, float tolerance, List<AttentionRequest> requests) {
        List<AttentionResult> together = extractor.extractAll(requests);
        for (int i = 0; i < requests.size(); i++) {
            AttentionResult alone = extractor.extract(requests.get(i));
            assertThat(together.get(i).request()).contains(requests.get(i));
            for (AttentionLayer layer :
                    alone.stack(AttentionKind.ENCODER).stream().toList()) {
                AttentionLayer own =
                        together.get(i).stack(AttentionKind.ENCODER).layer(layer.number());
                assertThat(own.queryTokens()).isEqualTo(layer.queryTokens());
                assertThat(own.keyTokens()).isEqualTo(layer.keyTokens());
                assertThat(own.heads()).isEqualTo(layer.heads());
                assertClose(own.weights(), layer.weights(), tolerance);
            }
            for (String output : alone.outputs().keySet()) {
                assertClose(
                        FloatBuffer.wrap(together.get(i).outputs().get(output).toFloatArray()),
                        FloatBuffer.wrap(alone.outputs().get(output).toFloatArray()),
                        1e-5f);
            }
        }
    }

    private static void assertClose(FloatBuffer actual, FloatBuffer expected, float tolerance) {
        assertThat(actual.remaining()).isEqualTo(expected.remaining());
        for (int i = 0; i < expected.limit(); i++) {
            assertThat(actual.get(i)).isCloseTo(expected.get(i), within(tolerance));
        }
    }

    @Test
    void paddingIsCutAway() {
        assertAlike(miniLm, 1e-6f, requests(request -> {}));
    }

    @Test
    void selectionsReductionsAndOutputsComeAlong() {
        assertAlike(
                miniLm, 1e-6f, requests(request -> request.layers(2).heads(3, 5).queryRows(Selection.of(0, 2))));
        assertAlike(miniLm, 1e-6f, requests(request -> request.reduction(Reduction.HEAD_MEAN)));
        assertAlike(miniLm, 1e-6f, requests(request -> request.layers(1).outputs(true)));
        // A number may be rounded up in one run and down in the other.
        assertAlike(miniLm, 2 * Transfer.ROUNDED_TO_8_BITS.errorBound(), requests(request -> request.layers(0)
                .transfer(Transfer.ROUNDED_TO_8_BITS)));
    }

    /** Its scales are taken over all that runs together, so nothing does. */
    @Test
    void aDynamicallyQuantisedModelRunsOneByOne() {
        try (OnnxAttentionExtractor quantised =
                OnnxAttentionExtractor.builder().model(MiniLm.QUANTIZED).build()) {
            assertAlike(quantised, 0, requests(request -> {}));
        }
    }

    /** The inputs of this one have no open batch axis to speak of: no mask. */
    @Test
    void aModelWithoutMaskRunsOneByOne() {
        Path model = Path.of("src", "test", "resources", "generation", "causal_plain.onnx");
        try (OnnxAttentionExtractor plain =
                OnnxAttentionExtractor.builder().model(model).build()) {
            List<AttentionRequest> requests = List.of(
                    AttentionRequest.ofIds(1, 2, 3), AttentionRequest.ofIds(4, 5), AttentionRequest.ofIds(6, 7));
            List<AttentionResult> together = plain.extractAll(requests);
            for (int i = 0; i < requests.size(); i++) {
                assertThat(together.get(i).stack(AttentionKind.DECODER).layer(0).weights())
                        .isEqualTo(plain.extract(requests.get(i))
                                .stack(AttentionKind.DECODER)
                                .layer(0)
                                .weights());
            }
        }
    }
}
