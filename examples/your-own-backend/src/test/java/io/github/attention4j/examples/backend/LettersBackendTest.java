package io.github.attention4j.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractorContract;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.io.Safetensors;
import io.github.attention4j.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LettersBackendTest extends AttentionExtractorContract {
    private static final Path MODEL = Path.of("model", "letters.safetensors");

    @Override
    protected AttentionExtractor openExtractor() {
        return AttentionExtractors.open(MODEL);
    }

    @Override
    protected List<AttentionInput> inputs() {
        return List.of(
                new AttentionInput.Text("qxzbkqxzbkqxz", null), new AttentionInput.TokenIds(new long[] {0, 1, 2, 25}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "repeated", "long"})
    void weightsAreThoseOfPyTorch(String input) {
        Map<String, Tensor> golden = Safetensors.read(Path.of("src", "test", "resources", "golden.safetensors"));
        long[] ids = Objects.requireNonNull(golden.get(input + ".ids")).toLongArray();
        try (AttentionExtractor extractor = openExtractor()) {
            AttentionStack stack =
                    extractor.extract(AttentionRequest.ofIds(ids)).stack(AttentionKind.DECODER);
            for (int layer : stack.layers()) {
                float[] expected =
                        Objects.requireNonNull(golden.get(input + "." + layer)).toFloatArray();
                float[] actual = new float[expected.length];
                stack.layer(layer).weights().get(actual);
                assertThat(actual).hasSize(2 * ids.length * ids.length);
                for (int i = 0; i < expected.length; i++) {
                    assertThat(actual[i]).isCloseTo(expected[i], within(2e-6f));
                }
            }
        }
    }

    /** What the model was trained for: the letter behind the last occurrence of this one is looked at. */
    @Test
    void anInductionHeadHasFormed() {
        String text = "qxzbkqxzbkqxz";
        try (AttentionExtractor extractor = openExtractor()) {
            AttentionStack stack = extractor.extract(text).stack(AttentionKind.DECODER);
            double best = 0;
            for (int head : stack.heads()) {
                AttentionMatrix matrix = stack.matrix(1, head);
                double sum = 0;
                for (int query = 5; query < text.length(); query++) {
                    sum += matrix.weight(query, query - 4) + (query > 9 ? matrix.weight(query, query - 9) : 0);
                }
                best = Math.max(best, sum / (text.length() - 5));
            }
            assertThat(best).isGreaterThan(0.5);
        }
    }

    @Test
    void whatIsNoLetterIsRefused() {
        try (AttentionExtractor extractor = openExtractor()) {
            assertThatThrownBy(() -> extractor.extract("Attention"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("a to z");
            assertThatThrownBy(() -> extractor.extract("a".repeat(33)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("1 to 32");
        }
    }

    @Test
    void anotherModelsTensorsAreRefused(@TempDir Path folder) {
        Path other = folder.resolve("other.safetensors");
        Safetensors.write(other, Map.of("x", Tensor.ofFloats(new float[] {1}, 1)));
        assertThatThrownBy(() -> AttentionExtractors.open(other))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("there is no heads in it");
    }

    /** What the example's README promises: imports, comments and empty lines aside. */
    @Test
    void theBackendIsSmall() throws Exception {
        Path source = Path.of("src", "main", "java", "io", "github", "attention4j", "examples", "backend");
        long lines = 0;
        for (String name : List.of("LettersExtractor.java", "LettersProvider.java")) {
            lines += Files.readAllLines(source.resolve(name)).stream()
                    .filter(line -> !line.isBlank() && !line.matches("(import|package) .*|\\s*(/\\*\\*|\\*).*"))
                    .count();
        }
        assertThat(lines).isLessThan(100);
    }
}
