package io.github.attention4j.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.djl.HuggingFaceAttentionTokenizer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small GPT-2 in its two files, against what its own scripts compute in Python. */
class MobyGptTest {
    private static final Path TOKENIZER = Path.of("..", "models", "moby-gpt", "tokenizer.json");
    private static final String TEXT = "Call me Ishmael.";

    /** Last row of head 5 of layers 0 and 3, as PyTorch's softmax gave it inside {@code model.py}. */
    private static final float[][] ROWS = {
        {0.0868403f, 0.0941924f, 0.1051007f, 0.0985574f, 0.12546f, 0.131026f, 0.0927226f, 0.1110536f, 0.155047f},
        {0.0994255f, 0.0193762f, 0.1637412f, 0.1005813f, 0.2214748f, 0.0965599f, 0.0186846f, 0.0331195f, 0.247037f}
    };

    @TempDir
    Path folder;

    @Test
    void theTokenizerOfTheTrainingScriptIsReadAsItWrote() {
        try (HuggingFaceAttentionTokenizer tokenizer = HuggingFaceAttentionTokenizer.open(TOKENIZER)) {
            assertThat(tokenizer.encode(TEXT).ids()).containsExactly(67, 390, 395, 314, 861, 109, 97, 441, 46);
            String text = "It's 1851: the “White Whale” — naïve, isn't it?\n\nNo  doubt; 鯨.";
            long[] ids = {
                1144, 340, 1426, 56, 53, 49, 58, 260, 32, 346, 156, 87, 104, 531, 660, 346, 157, 32, 347, 295, 97, 195,
                175, 326, 44, 339, 110, 674, 312, 63, 10, 10, 78, 111, 32, 1231, 116, 59, 32, 233, 175, 168, 46
            };
            assertThat(tokenizer.encode(text).ids()).containsExactly(ids);
            assertThat(tokenizer.decode(ids)).isEqualTo(text);
        }
    }

    @Test
    void bothFilesGiveTheAttentionThatPyTorchComputed() {
        try (Models models = new Models(folder)) {
            for (AttentionExtractor model : List.of(models.mobyGpt(), models.mobyGptAsTorchScript())) {
                for (int row = 0; row < ROWS.length; row++) {
                    AttentionMatrix matrix =
                            model.extract(TEXT).stack(AttentionKind.DECODER).matrix(3 * row, 5);
                    for (int key = 0; key < ROWS[row].length; key++) {
                        assertThat(matrix.weight(8, key)).isCloseTo(ROWS[row][key], within(1e-6f));
                    }
                }
            }
        }
    }
}
