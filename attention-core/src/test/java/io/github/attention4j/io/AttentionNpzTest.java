package io.github.attention4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.HeadVectors;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttentionNpzTest {
    @Test
    void writesTheContractAndReadsItBack(@TempDir Path folder) {
        TokenSequence source = TokenSequence.ofTexts("a", "b", "c");
        TokenSequence target = TokenSequence.ofTexts("x", "y");
        HeadVectors vectors = HeadVectors.wrap(FloatBuffer.wrap(new float[] {1, 2, 3, 4}), 1, 2, 2);
        AttentionResult result = AttentionResult.builder()
                .layer(AttentionLayer.builder(AttentionKind.CROSS, 3)
                        .tokens(target, source)
                        .weights(new float[] {0.5f, 0.25f, 0.25f, 0, 1, 0})
                        .queries(vectors)
                        .keys(vectors)
                        .values(vectors)
                        .build())
                .output("logits", Tensor.ofFloats(new float[] {7}, 1))
                .build();
        Path file = folder.resolve("out.npz");
        AttentionNpz.write(file, result);
        Map<String, Tensor> arrays = Npz.read(file);
        assertThat(arrays)
                .containsOnlyKeys("cross_3", "cross_query_3", "cross_key_3", "cross_value_3", "output:logits");
        assertThat(arrays.get("cross_3").shape()).containsExactly(1, 1, 2, 3);

        AttentionResult read = AttentionNpz.read(file, TokensJson.of(result));
        AttentionLayer layer = read.stack(AttentionKind.CROSS).layer(3);
        assertThat(layer.queryTokens().texts()).containsExactly("x", "y");
        assertThat(layer.keyTokens().texts()).containsExactly("a", "b", "c");
        assertThat(layer.matrix(0).toArray()).containsExactly(0.5f, 0.25f, 0.25f, 0, 1, 0);
        assertThat(layer.keys().orElseThrow().vector(0, 1).get(1)).isEqualTo(4);
        assertThat(read.outputs().get("logits").toFloatArray()).containsExactly(7);
    }

    @Test
    void namesWhatIsMissing(@TempDir Path folder) {
        Path file = folder.resolve("other.npz");
        Npz.write(file, Map.of("weights", Tensor.ofFloats(new float[] {1}, 1)));
        TokensJson none = new TokensJson(TokenSequence.ofTexts(), TokenSequence.ofTexts());
        assertThatThrownBy(() -> AttentionNpz.read(file, none))
                .isInstanceOf(AttentionFileException.class)
                .hasMessageContaining("encoder_0")
                .hasMessageContaining("weights");
    }
}
