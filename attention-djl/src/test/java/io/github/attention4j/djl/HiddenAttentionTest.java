package io.github.attention4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractorContract;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Reduction;
import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The extractor opens TorchScript files that do not return their attention as if they did. */
class HiddenAttentionTest extends AttentionExtractorContract {
    private static final Path FOLDER = Path.of("src", "test", "resources", "script");
    private static final List<AttentionKind> KINDS =
            List.of(AttentionKind.ENCODER, AttentionKind.DECODER, AttentionKind.CROSS);

    @Override
    protected AttentionExtractor openExtractor() {
        return builder("traced-bert", "ids", "mask").build();
    }

    @Override
    protected List<AttentionInput> inputs() {
        return List.of(tensors(2, 17, 5, 9, 3), tensors(2, 8, 9, 3), tensors(2, 20, 21, 22, 23, 24, 25, 3));
    }

    private static AttentionInput tensors(long... ids) {
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        return new AttentionInput.Tensors(
                Map.of("ids", Tensor.ofLongs(ids, 1, ids.length), "mask", Tensor.ofLongs(mask, 1, ids.length)),
                null,
                null);
    }

    private static AttentionInput golden(String name, String... inputs) {
        Map<String, Tensor> golden = Npz.read(FOLDER.resolve(name + ".npz"));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            tensors.put(inputs[i], golden.get("in_" + i));
        }
        return new AttentionInput.Tensors(tensors, null, null);
    }

    private static DjlAttentionExtractor.Builder builder(String name, String... inputs) {
        return DjlAttentionExtractor.builder()
                .model(FOLDER.resolve(name + ".pt"))
                .inputs(inputs)
                .sample(golden(name, inputs));
    }

    private static void assertEqual(FloatBuffer actual, Tensor golden) {
        float[] expected = golden.toFloatArray();
        assertThat(actual.remaining()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual.get(i)).isCloseTo(expected[i], within(1e-6f));
        }
    }

    /** Vectors and gradients may be larger than 1, and their last digits differ between PyTorch's versions. */
    private static void assertClose(FloatBuffer actual, Tensor golden) {
        float[] expected = golden.toFloatArray();
        float largest = 1;
        for (float number : expected) {
            largest = Math.max(largest, Math.abs(number));
        }
        assertThat(actual.remaining()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual.get(i)).isCloseTo(expected[i], within(1e-6f * largest));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "traced-bert,              ids mask,        EEE",
        "scripted-bert,            ids mask,        EEE",
        "traced-gpt,               ids,             DD",
        "traced-encoder-decoder,   ids decoder_ids, EEDCDC",
        "scripted-encoder-decoder, ids decoder_ids, EEDCDC",
        "scripted-transformer,     source target,   EEDCDC",
        "scripted-loop,            ids,             EEE"
    })
    void equalsWhatPyTorchComputed(String name, String inputs, String kinds) {
        String[] names = inputs.split(" ");
        Map<String, Tensor> golden = Npz.read(FOLDER.resolve(name + ".npz"));
        try (AttentionExtractor extractor = builder(name, names).build()) {
            AttentionResult result = extractor.extract(
                    AttentionRequest.builder(golden(name, names)).build());
            int[] layers = new int[3];
            for (int i = 0; i < kinds.length(); i++) {
                AttentionKind kind = KINDS.get("EDC".indexOf(kinds.charAt(i)));
                int layer = layers["EDC".indexOf(kinds.charAt(i))]++;
                assertEqual(result.stack(kind).layer(layer).weights(), golden.get("weights_" + i));
            }
            assertThat(extractor.sites()).hasSize(kinds.length()).allMatch(site -> site.heads() == 2);
        }
    }

    @Test
    void saysWhereInTheSourceEachLayerArises() {
        try (AttentionExtractor extractor =
                builder("scripted-encoder-decoder", "ids", "decoder_ids").build()) {
            assertThat(extractor.sites()).extracting(AttentionSite::operator).containsOnly("softmax");
            assertThat(extractor.sites())
                    .filteredOn(site -> site.kind() == AttentionKind.CROSS)
                    .extracting(AttentionSite::tensor)
                    .satisfiesExactly(
                            first ->
                                    assertThat(first).matches("decoder\\.0\\.cross.* \\(code/__torch__.*\\.py:\\d+\\)"),
                            second -> assertThat(second)
                                    .matches("decoder\\.1\\.cross.* \\(code/__torch__.*\\.py:\\d+\\)"));
        }
    }

    /** Also in a loop, where the number of layers depends on the run. */
    @ParameterizedTest
    @CsvSource({
        "traced-bert, ids mask, ENCODER, 1, 1",
        "scripted-encoder-decoder, ids decoder_ids, CROSS, 1, 5",
        "scripted-loop, ids, ENCODER, 2, 2"
    })
    void givesOneLayerAndRefusesThoseThatAreNotThere(
            String name, String inputs, AttentionKind kind, int layer, int number) {
        String[] names = inputs.split(" ");
        try (AttentionExtractor extractor = builder(name, names).build()) {
            AttentionRequest.Builder request = AttentionRequest.builder(golden(name, names));
            AttentionResult result =
                    extractor.extract(request.layers(layer).kinds(Set.of(kind)).build());
            assertThat(result.stacks()).hasSize(1);
            assertThat(result.stack(kind).layers()).containsExactly(layer);
            assertEqual(
                    result.stack(kind).layer(layer).weights(),
                    Npz.read(FOLDER.resolve(name + ".npz")).get("weights_" + number));
            assertThatThrownBy(() -> extractor.extract(request.layers(7).build()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("layer 7");
        }
    }

    @Test
    void givesVectorsThatTheModelNeverReturned() {
        Map<String, Tensor> golden = Npz.read(FOLDER.resolve("scripted-bert.npz"));
        AttentionInput input = golden("scripted-bert", "ids", "mask");
        try (AttentionExtractor extractor =
                builder("scripted-bert", "ids", "mask").build()) {
            AttentionResult result = extractor.extract(
                    AttentionRequest.builder(input).vectors(true).build());
            for (int layer = 0; layer < 3; layer++) {
                assertClose(
                        result.stack(AttentionKind.ENCODER)
                                .layer(layer)
                                .keys()
                                .orElseThrow()
                                .buffer(),
                        golden.get("keys_" + layer));
            }
        }
    }

    @Test
    void leavesNoCopyBehind() throws IOException {
        List<Path> before = copies();
        try (AttentionExtractor extractor = openExtractor()) {
            List<AttentionSite> sites = extractor.sites();
            assertThat(sites).hasSize(3);
        }
        assertThat(copies()).isSubsetOf(before);
    }

    private static List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("attention4j"))
                    .toList();
        }
    }

    /** Three latent tokens look at the input, which is attention; a single learned query pools them, which is none. */
    @Test
    void leavesAPoolingByOneLearnedQueryOut() {
        AttentionInput input = golden("pooled", "states");
        try (AttentionExtractor extractor = builder("pooled", "states").build()) {
            assertThat(extractor.sites()).hasSize(1);
            for (boolean vectors : new boolean[] {false, true}) {
                AttentionResult result = extractor.extract(AttentionRequest.builder(input)
                        .outputs(true)
                        .vectors(vectors)
                        .build());
                assertThat(result.stacks()).hasSize(1);
                assertThat(result.stack(AttentionKind.CROSS).layers()).containsExactly(0);
                assertEqual(
                        result.stack(AttentionKind.CROSS).layer(0).weights(),
                        Npz.read(FOLDER.resolve("pooled.npz")).get("weights_0"));
                assertThat(result.outputs()).containsOnlyKeys("output_0");
            }
        }
        assertThatThrownBy(() -> builder("pooling", "states").build())
                .isInstanceOf(AttentionNotFoundException.class)
                .hasMessageContaining("single learned query");
    }

    @Test
    void givesTheWindowsOfModelsThatLookWithinSome() {
        Map<String, Tensor> golden = Npz.read(FOLDER.resolve("windows.npz"));
        AttentionInput input = golden("windows", "states");
        try (AttentionExtractor extractor = builder("windows", "states").build()) {
            AttentionResult all =
                    extractor.extract(AttentionRequest.builder(input).build());
            AttentionResult mean = extractor.extract(AttentionRequest.builder(input)
                    .reduction(Reduction.HEAD_MEAN)
                    .build());
            AttentionResult head =
                    extractor.extract(AttentionRequest.builder(input).heads(1).build());
            for (int layer = 0; layer < 2; layer++) {
                AttentionLayer within = all.stack(AttentionKind.ENCODER).layer(layer);
                float[] expected = golden.get("weights_" + layer).toFloatArray();
                assertThat(within.windowCount()).isEqualTo(3);
                assertEqual(within.weights(), golden.get("weights_" + layer));
                for (int window = 0; window < 3; window++) {
                    float[] second = Arrays.copyOfRange(expected, window * 32 + 16, window * 32 + 32);
                    float[] average = Arrays.copyOfRange(expected, window * 32, window * 32 + 16);
                    for (int i = 0; i < 16; i++) {
                        average[i] = (average[i] + second[i]) / 2;
                    }
                    assertThat(head.stack(AttentionKind.ENCODER)
                                    .layer(layer)
                                    .matrix(1, window)
                                    .toArray())
                            .containsExactly(second, within(1e-6f));
                    assertThat(mean.stack(AttentionKind.ENCODER)
                                    .layer(layer)
                                    .matrix(0, window)
                                    .toArray())
                            .containsExactly(average, within(1e-6f));
                }
            }
        }
    }

    /** A fused operator computes its weights beside the model's way: they have no gradient, which is said. */
    @Test
    void givesGradientsOfWeightsThatTheModelNeverReturned() {
        for (String name : List.of("traced-bert", "scripted-bert")) {
            Map<String, Tensor> golden = Npz.read(FOLDER.resolve(name + ".npz"));
            AttentionRequest request =
                    AttentionRequest.builder(golden(name, "ids", "mask")).build();
            try (DjlAttentionExtractor extractor = builder(name, "ids", "mask").build()) {
                for (int run = 0; run < 3; run++) {
                    AttentionResult result = extractor.extract(request, GradientTarget.of("states", 0, 2, 5));
                    for (int layer = 0; layer < 3; layer++) {
                        AttentionLayer attention =
                                result.stack(AttentionKind.ENCODER).layer(layer);
                        FloatBuffer both = FloatBuffer.allocate(2 * 36);
                        both.put(attention.gradients(0).orElseThrow().toArray());
                        both.put(attention.gradients(1).orElseThrow().toArray());
                        assertEqual(attention.weights(), golden.get("weights_" + layer));
                        assertClose(both.flip(), golden.get("gradient_" + layer));
                    }
                }
            }
        }
        try (DjlAttentionExtractor extractor = builder("grouped", "states").build()) {
            AttentionRequest request =
                    AttentionRequest.builder(golden("grouped", "states")).build();
            assertThatThrownBy(() -> extractor.extract(request, GradientTarget.of("output_0", 0, 0, 0)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("fused operator");
        }
    }

    @Test
    void saysThatThereIsNone() {
        assertThatThrownBy(() -> builder("classifier", "states").build())
                .isInstanceOf(AttentionNotFoundException.class)
                .hasMessageContaining("classifier.pt");
        assertThatThrownBy(() -> builder("behind-interface", "states").build())
                .isInstanceOf(AttentionNotFoundException.class)
                .hasMessageContaining("interface");
    }
}
