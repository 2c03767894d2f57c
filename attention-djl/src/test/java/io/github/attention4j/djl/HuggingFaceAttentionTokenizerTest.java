package io.github.attention4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.ExtractorClosedException;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.TokenizerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokenizer of the real MiniLM; its file asks for cutting and padding at 128 tokens. */
class HuggingFaceAttentionTokenizerTest {
    private static HuggingFaceAttentionTokenizer tokenizer;

    @BeforeAll
    static void open() throws IOException {
        tokenizer = HuggingFaceAttentionTokenizer.open(content());
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static byte[] content() throws IOException {
        try (InputStream in = Objects.requireNonNull(HuggingFaceAttentionTokenizerTest.class
                .getClassLoader()
                .getResourceAsStream("all-minilm-l6-v2-tokenizer.json"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void givesIdsPiecesAndSpecials() {
        TokenSequence tokens = tokenizer.encode("The cat sat on the mat");
        assertThat(tokens.ids()).containsExactly(101, 1996, 4937, 2938, 2006, 1996, 13523, 102);
        assertThat(tokens.texts()).containsExactly("[CLS]", "The", "cat", "sat", "on", "the", "mat", "[SEP]");
        assertThat(tokens.get(1).piece()).isEqualTo("the");
        assertThat(tokens.stream().map(Token::special))
                .containsExactly(true, false, false, false, false, false, false, true);
        assertThat(tokens.get(0).charSpan()).isNull();
        assertThat(tokens.get(2).word()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cats 😀 and dogs",
                "e\u0301a 👩‍👩‍👧 zebra",
                "漢字 kanji 𠮷野家",
                "tail\uD83D",
                "\uDE00head and more"
            })
    void spansCountUtf16Units(String text) {
        for (Token token : tokenizer.encode(text)) {
            if (token.charSpan() != null) {
                String covered = token.charSpan().of(text);
                assertThat(text.indexOf(covered)).isNotNegative();
                if (token.piece().chars().allMatch(c -> c >= 'a' && c <= 'z')) {
                    // The model's vocabulary has no accents; the reader's text keeps them.
                    String plain =
                            Normalizer.normalize(covered, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
                    assertThat(plain).isEqualToIgnoringCase(token.piece());
                }
            }
        }
        assertThat(tokenizer.encode(text).size()).isGreaterThan(2);
    }

    @Test
    void piecesOfOneWordShareItsNumber() {
        TokenSequence tokens = tokenizer.encode("unbelievability");
        assertThat(tokens.size()).isGreaterThan(3);
        assertThat(tokens.get(2).piece()).startsWith("##");
        assertThat(tokens.get(2).text()).doesNotContain("#");
        assertThat(tokens.get(1).word()).isEqualTo(tokens.get(2).word());
    }

    @Test
    void pairsHaveSegments() {
        TokenSequence tokens = tokenizer.encode("the cat", "a dog 😀 runs");
        assertThat(tokens.stream().map(Token::segment))
                .startsWith(0, 0, 0, 0, 1, 1)
                .endsWith(1);
        Token runs = tokens.get(tokens.size() - 2);
        assertThat(runs.charSpan()).isNotNull();
        assertThat(runs.charSpan().of("a dog 😀 runs")).isEqualTo("runs");
    }

    @Test
    void neitherCutsNorPads() {
        assertThat(tokenizer.encode("cat ".repeat(300))).hasSize(302);
        assertThat(tokenizer.encode("cat")).hasSize(3);
        assertThat(tokenizer.encode("")).hasSize(2);
    }

    @Test
    void describesAndDecodesIds() {
        TokenSequence tokens = tokenizer.describe(101, 4937, 102);
        assertThat(tokens.texts()).containsExactly("[CLS]", "cat", "[SEP]");
        assertThat(tokens.get(0).special()).isTrue();
        assertThat(tokenizer.decode(101, 1996, 4937, 102)).isEqualTo("the cat");
        assertThatThrownBy(() -> tokenizer.describe(4_000_000))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("4000000");
    }

    @Test
    void refusesWhatIsNoTokenizer(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> HuggingFaceAttentionTokenizer.open(folder.resolve("none.json")))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("none.json");
        for (String garbage : new String[] {"", "{}", "[1,2]", "{\"model\":{\"vocab\":3}}", "\0\1\2", "{\"model\":"}) {
            Path file = Files.writeString(folder.resolve("garbage.json"), garbage);
            assertThatThrownBy(() -> HuggingFaceAttentionTokenizer.open(file))
                    .isInstanceOf(TokenizerException.class)
                    .hasMessageContaining("garbage.json");
        }
    }

    @Test
    void refusesToWorkWhenClosed() throws IOException {
        HuggingFaceAttentionTokenizer closed = HuggingFaceAttentionTokenizer.open(content());
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.encode("cat")).isInstanceOf(ExtractorClosedException.class);
    }
}
