package io.github.attention4j.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.djl.OutputPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What forms and names of outputs tell, and what they leave open. */
class OutputRecognizerTest {
    private final List<ModelOutput> outputs = new ArrayList<>();

    /** Rows that sum to 1, different from each other. */
    private static float[] distributions(int rows, int columns, boolean causal) {
        float[] values = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            int seen = causal ? row % columns + 1 : columns;
            float sum = seen * (seen + 1) / 2f;
            for (int key = 0; key < seen; key++) {
                values[row * columns + key] = (key + 1) / sum;
            }
        }
        return values;
    }

    private OutputRecognizerTest add(String name, boolean causal, int... shape) {
        long[] extents = new long[shape.length];
        int size = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            extents[axis] = shape[axis];
            size *= shape[axis];
        }
        int columns = shape[shape.length - 1];
        float[] values = distributions(size / columns, columns, causal);
        outputs.add(ModelOutput.of(outputs.size(), name, values, extents));
        return this;
    }

    private OutputRecognizerTest hidden(String name, long... shape) {
        int size = 1;
        for (long extent : shape) {
            size *= (int) extent;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) Math.sin(i);
        }
        outputs.add(ModelOutput.of(outputs.size(), name, values, shape));
        return this;
    }

    private List<String> roles(int batch, boolean ordered, Integer... lengths) {
        ModelRun run = new ModelRun(List.copyOf(outputs), batch, Set.of(lengths), ordered);
        OutputRoles roles = OutputRecognizer.recognize(run);
        return outputs.stream().map(output -> String.valueOf(roles.of(output))).toList();
    }

    private static String weights(AttentionKind kind, int layer) {
        return new OutputRole(OutputPart.WEIGHTS, kind, layer).toString();
    }

    @Test
    void squareIsAnEncodersAndCausalADecoders() {
        add(null, false, 1, 2, 5, 5).hidden(null, 1, 5, 8).add(null, false, 1, 2, 5, 5);
        assertThat(roles(1, true, 5))
                .containsExactly(weights(AttentionKind.ENCODER, 0), "null", weights(AttentionKind.ENCODER, 1));
        outputs.clear();
        add(null, true, 1, 2, 5, 5).add(null, true, 1, 2, 5, 5);
        assertThat(roles(1, true, 5))
                .containsExactly(weights(AttentionKind.DECODER, 0), weights(AttentionKind.DECODER, 1));
    }

    @Test
    void layerTenComesBehindLayerTwoInADictionary() {
        for (int layer : new int[] {10, 2, 0, 11, 7, 1, 5, 3, 9, 8, 4, 6}) {
            add("attention_" + layer, false, 1, 2, 5, 5);
        }
        hidden("last_hidden_state", 1, 5, 8);
        List<String> roles = roles(1, false, 5);
        assertThat(roles.subList(0, 3))
                .containsExactly(
                        weights(AttentionKind.ENCODER, 10),
                        weights(AttentionKind.ENCODER, 2),
                        weights(AttentionKind.ENCODER, 0));
        assertThat(roles.get(12)).isEqualTo("null");
    }

    @Test
    void numbersInNamesAreTheModelsOwnUnlessTheyCountFromOne() {
        add("encoder.layer.3.attention", false, 1, 2, 5, 5).add("encoder.layer.7.attention", false, 1, 2, 5, 5);
        assertThat(roles(1, false, 5))
                .containsExactly(weights(AttentionKind.ENCODER, 3), weights(AttentionKind.ENCODER, 7));
        outputs.clear();
        add("attn_2", false, 1, 2, 5, 5).add("attn_1", false, 1, 2, 5, 5);
        assertThat(roles(1, false, 5))
                .containsExactly(weights(AttentionKind.ENCODER, 1), weights(AttentionKind.ENCODER, 0));
        outputs.clear();
        add("145", false, 1, 2, 5, 5).add("98", false, 1, 2, 5, 5);
        assertThat(roles(1, true, 5))
                .containsExactly(weights(AttentionKind.ENCODER, 1), weights(AttentionKind.ENCODER, 0));
    }

    @Test
    void aDictionaryWithoutNumbersHasNoOrder() {
        add("upper_attention", false, 1, 2, 5, 5).add("lower_attention", false, 1, 2, 5, 5);
        assertThatThrownBy(() -> roles(1, false, 5))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("upper_attention")
                .hasMessageContaining("lower_attention")
                .hasMessageContaining("outputs(");
    }

    @Test
    void namesTellKindsThatFormsCannot() {
        add("cross_attentions.0", false, 1, 2, 5, 5)
                .add("decoder_attentions.0", true, 1, 2, 5, 5)
                .add("encoder_attentions.0", false, 1, 2, 5, 5);
        assertThat(roles(1, false, 5))
                .containsExactly(
                        weights(AttentionKind.CROSS, 0),
                        weights(AttentionKind.DECODER, 0),
                        weights(AttentionKind.ENCODER, 0));
    }

    @Test
    void sidesOfTheSameLengthCanBeReadInTwoWays() {
        add(null, true, 1, 2, 5, 5).add(null, false, 1, 2, 5, 5);
        assertThatThrownBy(() -> roles(1, true, 5))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("output 1")
                .hasMessageContaining("encoder")
                .hasMessageContaining("of the same length");
    }

    @Test
    void aDecoderThatLooksAheadSharesItsLengthWithWhatLooksAcross() {
        add(null, false, 1, 2, 9, 9).add(null, false, 1, 2, 4, 4).add(null, false, 1, 2, 4, 9);
        assertThat(roles(1, true, 9, 4))
                .containsExactly(
                        weights(AttentionKind.ENCODER, 0),
                        weights(AttentionKind.DECODER, 0),
                        weights(AttentionKind.CROSS, 0));
    }

    @Test
    void aSingleTokenLooksAtItselfInAnyKind() {
        add(null, false, 1, 2, 1, 1);
        assertThatThrownBy(() -> roles(1, true, 1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("single token");
    }

    @Test
    void windowsAreRecognisedByMoreThanOneLayer() {
        add(null, false, 4, 2, 5, 5).hidden(null, 1, 20, 8).add(null, false, 1, 4, 5, 5);
        assertThat(roles(1, true, 20))
                .containsExactly(weights(AttentionKind.ENCODER, 0), "null", weights(AttentionKind.ENCODER, 1));
        assertThat(Layout.of(outputs.get(0), 2)).isEqualTo(new Layout(2, 2, 5, 5));
        outputs.clear();
        add(null, false, 4, 2, 5, 5);
        assertThatThrownBy(() -> roles(1, true, 5))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("windows")
                .hasMessageContaining("several layers");
    }

    @Test
    void averagedAndFoldedHeadsOfABatch() {
        add(null, true, 3, 5, 5).add(null, true, 3, 5, 5).hidden(null, 3, 5, 8);
        assertThat(roles(3, true, 5))
                .containsExactly(weights(AttentionKind.DECODER, 0), weights(AttentionKind.DECODER, 1), "null");
        assertThat(Layout.of(outputs.get(0), 3)).isEqualTo(new Layout(1, 1, 5, 5));
        assertThat(Layout.of(add(null, true, 6, 5, 5).outputs.get(3), 3)).isEqualTo(new Layout(1, 2, 5, 5));
        assertThat(Layout.of(add(null, true, 2, 4, 5, 5).outputs.get(4), 3)).isNull();
    }

    @Test
    void probabilitiesOfClassesAreNoAttention() {
        add(null, false, 1, 5, 30).add(null, false, 1, 2, 5, 5);
        assertThat(roles(1, true, 5)).containsExactly("null", weights(AttentionKind.ENCODER, 0));
        outputs.clear();
        add(null, false, 1, 5, 5);
        assertThatThrownBy(() -> roles(1, true, 5))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("averaged")
                .hasMessageContaining("5 classes");
        outputs.clear();
        add(null, false, 1, 5, 30);
        assertThatThrownBy(() -> roles(1, true, 5))
                .isInstanceOf(AttentionNotFoundException.class)
                .hasMessageContaining("[1, 5, 30]");
    }

    @Test
    void whatIsNoDistributionIsNoAttention() {
        hidden(null, 1, 2, 5, 5);
        assertThatThrownBy(() -> roles(1, true, 5)).isInstanceOf(AttentionNotFoundException.class);
    }
}
