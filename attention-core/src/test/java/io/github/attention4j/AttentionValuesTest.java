package io.github.attention4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AttentionValuesTest {
    private static float[] softmaxRows(int heads, int queries, int keys, long seed) {
        Random random = new Random(seed);
        float[] weights = new float[heads * queries * keys];
        for (int row = 0; row < heads * queries; row++) {
            double sum = 0;
            double[] exponentials = new double[keys];
            for (int key = 0; key < keys; key++) {
                exponentials[key] = Math.exp(random.nextGaussian());
                sum += exponentials[key];
            }
            for (int key = 0; key < keys; key++) {
                weights[row * keys + key] = (float) (exponentials[key] / sum);
            }
        }
        return weights;
    }

    private static AttentionLayer layer(int number, int heads, int queries, int keys, FloatBuffer weights) {
        return AttentionLayer.builder(AttentionKind.CROSS, number)
                .tokens(TokenSequence.ofPositions(queries), TokenSequence.ofPositions(keys))
                .weights(weights)
                .heads(java.util.stream.IntStream.range(0, heads).boxed().toList())
                .build();
    }

    @Property
    void viewsEqualCopies(
            @ForAll @IntRange(min = 1, max = 4) int heads,
            @ForAll @IntRange(min = 1, max = 9) int queries,
            @ForAll @IntRange(min = 1, max = 9) int keys,
            @ForAll long seed,
            @ForAll boolean direct) {
        float[] weights = softmaxRows(heads, queries, keys, seed);
        FloatBuffer buffer = direct
                ? ByteBuffer.allocateDirect(weights.length * 4)
                        .asFloatBuffer()
                        .put(weights)
                        .flip()
                : FloatBuffer.wrap(weights);
        AttentionLayer layer = layer(0, heads, queries, keys, buffer);
        for (int head = 0; head < heads; head++) {
            AttentionMatrix matrix = layer.matrix(head);
            float[] copy = matrix.toArray();
            for (int query = 0; query < queries; query++) {
                FloatBuffer row = matrix.row(query);
                float[] rowCopy = new float[keys + 2];
                matrix.copyRow(query, rowCopy, 1);
                for (int key = 0; key < keys; key++) {
                    float expected = weights[(head * queries + query) * keys + key];
                    assertThat(matrix.weight(query, key)).isEqualTo(expected);
                    assertThat(row.get(key)).isEqualTo(expected);
                    assertThat(rowCopy[key + 1]).isEqualTo(expected);
                    assertThat(copy[query * keys + key]).isEqualTo(expected);
                }
                assertThat(matrix.rowSum(query)).isCloseTo(1, within(1e-6));
            }
        }
    }

    @Property
    void selectedLayersKeepTheirNumbers(@ForAll @IntRange(min = 1, max = 12) int count, @ForAll long seed) {
        Random random = new Random(seed);
        AttentionResult.Builder builder = AttentionResult.builder();
        List<Integer> numbers =
                random.ints(0, 40).distinct().limit(count).boxed().toList();
        for (int number : numbers) {
            builder.layer(layer(number, 1, 1, 2, FloatBuffer.wrap(new float[] {number, 1 - number})));
        }
        AttentionStack stack = builder.build().stack(AttentionKind.CROSS);
        assertThat(stack.layers()).isEqualTo(numbers.stream().sorted().toList());
        List<Integer> wanted = numbers.subList(0, 1 + random.nextInt(count));
        AttentionStack selected = stack.select(Selection.of(wanted));
        assertThat(selected.layers()).isEqualTo(wanted.stream().sorted().toList());
        for (int number : wanted) {
            assertThat(selected.matrix(number, 0).weight(0, 0)).isEqualTo(number);
        }
    }

    @Test
    void nothingCanBeWrittenThroughAView() {
        AttentionLayer layer = layer(0, 1, 1, 2, FloatBuffer.wrap(new float[] {0.5f, 0.5f}));
        assertThatThrownBy(() -> layer.weights().put(0, 1)).isInstanceOf(ReadOnlyBufferException.class);
        assertThatThrownBy(() -> layer.matrix(0).row(0).put(0, 1)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void indicesAreChecked() {
        AttentionMatrix matrix =
                layer(0, 2, 2, 2, FloatBuffer.wrap(new float[8])).matrix(0);
        assertThatThrownBy(() -> matrix.weight(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> matrix.weight(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> matrix.weight(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void messagesNameWhatThereIs() {
        AttentionResult result = AttentionResult.builder()
                .layer(AttentionKind.ENCODER, 4, TokenSequence.ofTexts("a"), new float[] {1, 1})
                .build();
        assertThatThrownBy(() -> result.stack(AttentionKind.CROSS))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("encoder");
        assertThatThrownBy(() -> result.stack(AttentionKind.ENCODER).layer(0))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("[4]");
        assertThatThrownBy(() -> result.stack(AttentionKind.ENCODER).matrix(4, 2))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("[0, 1]");
    }

    @Test
    void sizesMustFit() {
        TokenSequence two = TokenSequence.ofTexts("a", "b");
        assertThatThrownBy(() -> AttentionResult.builder().layer(AttentionKind.ENCODER, 0, two, new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1, 2, 2]");
        assertThatThrownBy(() -> AttentionResult.builder().build()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AttentionResult.builder()
                        .layer(AttentionKind.ENCODER, 0, two, new float[4])
                        .layer(AttentionKind.ENCODER, 0, two, new float[4])
                        .build())
                .hasMessageContaining("number 0");
    }
}
