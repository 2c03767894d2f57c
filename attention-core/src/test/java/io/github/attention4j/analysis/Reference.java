package io.github.attention4j.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.io.Npz;
import io.github.attention4j.io.internal.Json;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What {@code src/test/analysis/reference.py} computed in numpy, and the attention that it computed it from. */
public final class Reference {
    public static final TokenSequence CAT_TOKENS = tokens("[CLS] the cat sat on the mat [SEP]");
    public static final TokenSequence PAIR_TOKENS = tokens("[CLS] the dog , the cat . [SEP] a dog sat . [SEP]");
    private static final Map<String, Tensor> GOLDEN = npz("minilm_cat_sat.npz");
    private static final Map<String, Tensor> PAIR = npz("pair.npz");
    private static final Map<?, ?> VALUES = (Map<?, ?>) Objects.requireNonNull(Json.parse(text()));

    private Reference() {}

    private static TokenSequence tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        int segment = 0;
        for (String piece : text.split(" ", -1)) {
            boolean special = piece.startsWith("[");
            tokens.add(Token.of(tokens.size(), piece).withSpecial(special).withSegment(segment));
            segment += piece.equals("[SEP]") ? 1 : 0;
        }
        return TokenSequence.of(tokens);
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(Reference.class.getResourceAsStream("/analysis/" + name), name);
    }

    private static Map<String, Tensor> npz(String name) {
        try (InputStream in = open(name)) {
            return Npz.read(in, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text() {
        try (InputStream in = open("reference.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** MiniLM's attention on "the cat sat on the mat". */
    public static AttentionStack cat() {
        return stack(GOLDEN, AttentionKind.ENCODER, 6, CAT_TOKENS);
    }

    /** Made-up attention of three heads over two sentences, the decoder's causal. */
    public static AttentionStack pair(AttentionKind kind) {
        return stack(PAIR, kind, 2, PAIR_TOKENS);
    }

    /** Values, a projection or gradients that belong to {@link #pair}. */
    public static float[] pairArray(String name) {
        return PAIR.get(name).toFloatArray();
    }

    private static AttentionStack stack(
            Map<String, Tensor> arrays, AttentionKind kind, int layers, TokenSequence tokens) {
        List<AttentionLayer> all = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            all.add(AttentionLayer.builder(kind, layer)
                    .tokens(tokens)
                    .weights(arrays.get(kind.label() + "_" + layer).toFloatArray())
                    .build());
        }
        return AttentionStack.of(all);
    }

    /** The numbers at a place of the reference, row-major. */
    public static double[] values(String... path) {
        Object at = VALUES;
        for (String name : path) {
            at = ((Map<?, ?>) at).get(name);
        }
        List<Double> flat = new ArrayList<>();
        flatten(Objects.requireNonNull(at), flat);
        return flat.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void flatten(Object value, List<Double> into) {
        if (value instanceof List<?> list) {
            list.forEach(it -> flatten(it, into));
        } else {
            into.add((Double) value);
        }
    }

    public static void assertTable(HeadTable table, double[] expected, double tolerance) {
        int at = 0;
        for (int layer : table.layers()) {
            for (int head : table.heads()) {
                assertThat(table.value(layer, head))
                        .as("%s of %d.%d", table.metric(), layer, head)
                        .isCloseTo(expected[at++], within(tolerance));
            }
        }
        assertThat(at).isEqualTo(expected.length);
    }

    public static void assertClose(double[] actual, double[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("number %d", i).isCloseTo(expected[i], within(tolerance));
        }
    }
}
