package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.attention4j.AttentionException;
import io.github.attention4j.onnx.graph.OnnxModel;
import io.github.attention4j.onnx.graph.OnnxModelReader;
import io.github.attention4j.onnx.graph.rewrite.ModelEdit;
import io.github.attention4j.onnx.graph.rewrite.ModelWriter;
import io.github.attention4j.onnx.graph.site.SiteSearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Damaged models: an answer or a clear exception, never a crash, a hang or an allocation that follows the damage. */
class MalformedModelTest {
    private static final List<String> MODELS = List.of(
            "encoder_decoder",
            "spelt_softmax",
            "if_with_past",
            "fused_standard_mask",
            "einsum",
            "function_with_if",
            "loop_steps",
            "scan_layers",
            "packed_past");

    private static byte[] damaged(String model, Random random) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("src", "test", "resources", "corpus", model + ".onnx"));
            if (random.nextInt(4) == 0) {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            int changes = 1 + random.nextInt(6);
            for (int i = 0; i < changes; i++) {
                // Names, lengths and tags come first; weights, whose bytes may be anything, come last.
                int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 6_000));
                bytes[at] =
                        random.nextBoolean() ? (byte) random.nextInt() : (byte) (bytes[at] ^ 1 << random.nextInt(8));
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Property(tries = 3000, seed = "20261124")
    void readingSearchingAndWritingEndWell(@ForAll @IntRange(max = 8) int model, @ForAll int seed) {
        byte[] bytes = damaged(MODELS.get(model), new Random(seed));
        try {
            OnnxModel read = OnnxModelReader.read(ByteBuffer.wrap(bytes));
            SiteSearch.in(read);
            assertThat(ModelWriter.writeWhole(read, new ModelEdit()).length).isLessThan(2 * bytes.length + 1000);
        } catch (AttentionException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 400, seed = "20261124")
    void openingEndsWell(@ForAll @IntRange(max = 8) int model, @ForAll int seed) {
        byte[] bytes = damaged(MODELS.get(model), new Random(seed));
        try (OnnxAttentionExtractor extractor =
                OnnxAttentionExtractor.builder().model("damaged.onnx", bytes).build()) {
            assertThat(extractor.sites()).isNotEmpty();
        } catch (AttentionException e) {
            assertThat(e.getMessage()).contains("damaged.onnx");
        }
    }
}
