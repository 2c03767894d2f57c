package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.TokenSequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page without a browser: its size, and its payload read by another reader than the page's own. */
class PageSizeTest {
    private static final Pattern BLOCK = Pattern.compile("data-attention-block>([^<]*)<");

    /** Random rows deflate worse than real ones. */
    @Test
    void sixLayersOfTwelveHeadsAt128TokensStayBelow1300Kilobytes() {
        AttentionResult result = Samples.random(6, 12, TokenSequence.ofPositions(128), false);
        assertThat(AttentionViews.headView(result).toHtml().length()).isLessThan(1_300_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void weightsReadBackAreWithinTheStatedBound(boolean causal) throws DataFormatException {
        AttentionResult result = Samples.random(2, 3, TokenSequence.ofPositions(40), causal);
        AttentionKind kind = causal ? AttentionKind.DECODER : AttentionKind.ENCODER;
        Matcher blocks = BLOCK.matcher(AttentionViews.headView(result).toFragment());
        int weights = causal ? 40 * 41 / 2 : 40 * 40;
        for (int layer = 0; layer < 2; layer++) {
            assertThat(blocks.find()).isTrue();
            String[] heads = blocks.group(1).split("\n");
            assertThat(heads).hasSize(3);
            for (int head = 0; head < 3; head++) {
                ByteBuffer chunk = inflate(heads[head], 4 + 40 * 4 + weights);
                assertThat(chunk.getInt(0)).isEqualTo(causal ? 1 : 0);
                AttentionMatrix matrix = result.stack(kind).matrix(layer, head);
                int at = 4 + 40 * 4;
                for (int query = 0; query < 40; query++) {
                    float largest = chunk.getFloat(4 + query * 4);
                    for (int key = 0; key < (causal ? query + 1 : 40); key++) {
                        float shown = (chunk.get(at++) & 0xff) * largest / 255;
                        assertThat(shown).isCloseTo(matrix.weight(query, key), within(largest / 510 + 1e-7f));
                    }
                }
            }
        }
        assertThat(blocks.find()).isFalse();
    }

    private static ByteBuffer inflate(String base64, int expected) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        inflater.setInput(Base64.getDecoder().decode(base64));
        byte[] inflated = new byte[expected + 1];
        assertThat(inflater.inflate(inflated)).isEqualTo(expected);
        inflater.end();
        return ByteBuffer.wrap(inflated).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void namesWhatIsNotThere() {
        HtmlView view = AttentionViews.headView(Samples.catSat());
        assertThatThrownBy(() -> view.layer(9).toHtml())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("layer 9");
        assertThatThrownBy(() -> view.layer(1).heads(12).toHtml())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("head 12");
        assertThatThrownBy(() -> view.kind(AttentionKind.CROSS).toHtml()).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void leavesNoHalfFileBehind(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("view.html"), "before");
        HtmlView view = AttentionViews.headView(Samples.catSat()).layer(9);
        assertThatThrownBy(() -> view.writeTo(file)).isInstanceOf(InvalidRequestException.class);
        assertThat(file).hasContent("before");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
        assertThatThrownBy(() -> view.layer(1).writeTo(folder.resolve("none").resolve("view.html")))
                .isInstanceOf(AttentionFileException.class)
                .hasMessageContaining("view.html");
    }
}
