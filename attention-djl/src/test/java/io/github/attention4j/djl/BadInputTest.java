package io.github.attention4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.ExtractorClosedException;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.TokenizerException;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is said, and what to do. */
class BadInputTest {
    @TempDir
    Path folder;

    private static void refused(Path file, String... parts) {
        assertThatThrownBy(() -> AttentionExtractors.open(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(String.valueOf(file.getFileName()))
                .hasMessageContainingAll(parts);
    }

    @Test
    void filesThatAreNoTorchScript() throws IOException {
        refused(Files.writeString(folder.resolve("text.pt"), "no archive"), "torch.jit.save");
        refused(Models.file("state-dict.pt"), "torch.save", "state dict");
        refused(Models.file("state-dict-legacy.pt"), "torch.jit.save");
        byte[] whole = Files.readAllBytes(Models.file("bert.pt"));
        refused(
                Files.write(folder.resolve("cut.pt"), Arrays.copyOf(whole, whole.length / 2)),
                "cut short",
                "torch.jit.save");
        assertThatThrownBy(() -> DjlAttentionExtractor.builder()
                        .model(folder.resolve("none.pt"))
                        .build())
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("none.pt");
    }

    private Path changed(String entry, String replacement) throws IOException {
        Path target = folder.resolve("changed.pt");
        try (ZipFile source = new ZipFile(Models.file("bert.pt").toFile());
                OutputStream file = Files.newOutputStream(target);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (ZipEntry each : source.stream().toList()) {
                out.putNextEntry(new ZipEntry(each.getName()));
                byte[] bytes = source.getInputStream(each).readAllBytes();
                if (each.getName().endsWith(entry)) {
                    String text = new String(bytes, StandardCharsets.UTF_8);
                    bytes = (entry.endsWith(".py") ? text.replace("torch.softmax", replacement) : replacement)
                            .getBytes(StandardCharsets.UTF_8);
                }
                out.write(bytes);
                out.closeEntry();
            }
        }
        return target;
    }

    @Test
    void filesOfANewerPyTorch() throws IOException {
        refused(changed("version", "99\n"), "newer PyTorch", "libtorch 2.7.1");
        refused(changed("architectures.py", "torch.softmax_of_tomorrow"), "newer PyTorch");
    }

    @Test
    void inputsThatTheModelDoesNotTake() {
        assertThatThrownBy(() -> DjlAttentionExtractor.builder()
                        .model(Models.file("bert.pt"))
                        .inputs("input_ids", "attention_mask", "token_type_ids", "position_ids")
                        .build())
                .isInstanceOf(ExtractionException.class)
                .hasMessageContaining("inputs(")
                .hasMessageContaining("argument");
        assertThatThrownBy(() -> Models.builder("vit.pt")
                        .sample(new AttentionInput.TokenIds(1, 2, 3))
                        .build())
                .isInstanceOf(ExtractionException.class)
                .hasMessageContaining("sample(");
        Map<String, Tensor> shapes = new LinkedHashMap<>();
        shapes.put("input_ids", Tensor.ofLongs(new long[4], 1, 4));
        shapes.put("attention_mask", Tensor.ofLongs(new long[5], 1, 5));
        shapes.put("token_type_ids", Tensor.ofLongs(new long[4], 1, 4));
        Map<String, Tensor> batch = new LinkedHashMap<>(shapes);
        batch.put("input_ids", Tensor.ofLongs(new long[8], 2, 4));
        try (AttentionExtractor extractor = AttentionExtractors.open(Models.file("bert.pt"))) {
            assertThatThrownBy(() -> extractor.extract(AttentionRequest.ofTensors(shapes)))
                    .isInstanceOf(ExtractionException.class)
                    .hasMessageContaining("attention_mask")
                    .hasMessageContaining("size of tensor");
            assertThatThrownBy(() -> extractor.extract(AttentionRequest.ofTensors(batch)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("batch of 2");
            shapes.remove("attention_mask");
            assertThatThrownBy(() -> extractor.extract(AttentionRequest.ofTensors(shapes)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("attention_mask");
            assertThatThrownBy(() -> extractor.extract(AttentionRequest.ofIds(2, 999, 3)))
                    .isInstanceOf(ExtractionException.class)
                    .hasMessageContaining("bert")
                    .hasMessageContaining("index out of range");
            assertThatThrownBy(() -> extractor.extract("a text")).isInstanceOf(TokenizerException.class);
            assertThatThrownBy(() -> extractor.extract(AttentionRequest.ofIds(2, 3, 4).toBuilder()
                            .vectors(true)
                            .build()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("queries");
            assertThatThrownBy(() -> extractor.extract(AttentionRequest.ofIds(2, 3, 4).toBuilder()
                            .scores(true)
                            .build()))
                    .isInstanceOf(InvalidRequestException.class);
        }
    }

    @Test
    void whatADecoderIsGivenATextDoesNotTell() {
        try (AttentionExtractor extractor = AttentionExtractors.open(Models.file("t5.pt"))) {
            assertThatThrownBy(() -> extractor.extract(AttentionRequest.ofIds(2, 3, 4)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("decoder_input_ids");
        }
    }

    @Test
    void aClosedExtractor() {
        DjlAttentionExtractor extractor = Models.builder("bert.pt").build();
        extractor.close();
        assertThatThrownBy(() -> extractor.extract(AttentionRequest.ofIds(2, 3, 4)))
                .isInstanceOf(ExtractorClosedException.class)
                .hasMessageContaining("bert.pt");
        assertThatThrownBy(() ->
                        extractor.extract(AttentionRequest.ofIds(2, 3, 4), GradientTarget.of("output_0", 0, 0, 0)))
                .isInstanceOf(ExtractorClosedException.class);
    }

    @Test
    void anEngineThatIsNotOnTheClassPath() throws Exception {
        String output = Forked.run(
                path -> !path.contains("pytorch"),
                OpenModel.class,
                Models.file("bert.pt").toString());
        assertThat(output).contains("ModelFormatException").contains("ai.djl.pytorch:pytorch-engine");
    }

    /** Runs in a process of its own. */
    static final class OpenModel {
        private OpenModel() {}

        /** Opens a model and prints what comes of it. */
        public static void main(String[] args) {
            try (AttentionExtractor extractor = AttentionExtractors.open(Path.of(args[0]))) {
                System.out.println(extractor.sites());
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
    }
}
