package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.AttentionException;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.onnx.graph.OnnxModelReader;
import io.github.attention4j.onnx.graph.site.SiteSearch;
import io.github.attention4j.onnx.graph.wire.WireWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Graphs with one thing wrong in them that bytes changed at random would hardly ever hit. */
class DamagedGraphTest {
    private static final Duration INSTANT = Duration.ofSeconds(20);

    private enum Damage {
        DANGLING_INPUT,
        READS_ITSELF,
        CYCLE,
        MADE_TWICE,
        HUGE_WEIGHT,
        NEGATIVE_WEIGHT,
        UNKNOWN_WEIGHT_TYPE,
        HUGE_INPUT,
        UNKNOWN_INPUT_TYPE,
        UNKNOWN_OPERATOR
    }

    private record Node(String operator, List<String> inputs, String output) {}

    private static List<Node> attention() {
        return new ArrayList<>(List.of(
                new Node("MatMul", List.of("x", "w"), "q"),
                new Node("MatMul", List.of("x", "w"), "k"),
                new Node("Transpose", List.of("k"), "t"),
                new Node("MatMul", List.of("q", "t"), "s"),
                new Node("Softmax", List.of("s"), "p"),
                new Node("MatMul", List.of("p", "x"), "y")));
    }

    private static byte[] damaged(Damage damage, int position) {
        List<Node> nodes = attention();
        Node node = nodes.get(position);
        List<String> inputs = new ArrayList<>(node.inputs());
        String operator = node.operator();
        String output = node.output();
        switch (damage) {
            case DANGLING_INPUT -> inputs.set(0, "nowhere");
            case READS_ITSELF -> inputs.set(0, output);
            case CYCLE -> inputs.set(0, "y");
            case MADE_TWICE -> output = "x";
            case UNKNOWN_OPERATOR -> operator = "Nothing";
            default -> {}
        }
        nodes.set(position, new Node(operator, inputs, output));
        long extent = damage == Damage.HUGE_INPUT ? Long.MAX_VALUE : 4;
        long type = damage == Damage.UNKNOWN_INPUT_TYPE ? 977 : 1;
        return model(graph -> {
            nodes.forEach(each -> graph.message(1, out -> write(out, each)));
            graph.message(5, tensor -> tensor.varint(
                            1, damage == Damage.HUGE_WEIGHT ? 1L << 40 : damage == Damage.NEGATIVE_WEIGHT ? -4 : 4)
                    .varint(1, damage == Damage.HUGE_WEIGHT ? 1L << 40 : 4)
                    .varint(2, damage == Damage.UNKNOWN_WEIGHT_TYPE ? 977 : 1)
                    .string(8, "w")
                    .bytes(9, new byte[64]));
            graph.message(11, value -> value.string(1, "x")
                    .message(
                            2,
                            any -> any.message(1, tensor -> tensor.varint(1, type)
                                    .message(2, shape -> shape.message(1, axis -> axis.varint(1, 3))
                                            .message(1, axis -> axis.varint(1, extent))))));
            graph.message(12, value -> value.string(1, "y"));
        });
    }

    private static byte[] model(Consumer<WireWriter> graph) {
        return new WireWriter()
                .varint(1, 8)
                .message(7, graph)
                .message(8, opset -> opset.varint(2, 13))
                .toByteArray();
    }

    private static void write(WireWriter out, Node node) {
        node.inputs().forEach(input -> out.string(1, input));
        out.string(2, node.output()).string(4, node.operator());
    }

    /** The damage is refused with the model's name, or does no harm; and either way at once. */
    @Property(tries = 300, seed = "20261124")
    void oneThingWrongEndsWell(@ForAll Damage damage, @ForAll @IntRange(max = 5) int position) {
        byte[] bytes = damaged(damage, position);
        Assertions.assertTimeoutPreemptively(INSTANT, () -> {
            try (OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                    .model("damaged.onnx", bytes)
                    .build()) {
                assertThat(extractor.sites()).isNotEmpty();
            } catch (AttentionException e) {
                assertThat(e.getMessage()).contains("damaged.onnx");
            }
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Damage.class,
            names = {"DANGLING_INPUT", "READS_ITSELF", "CYCLE", "HUGE_WEIGHT", "UNKNOWN_WEIGHT_TYPE", "UNKNOWN_OPERATOR"
            })
    void isRefused(Damage damage) {
        assertThatThrownBy(() -> OnnxAttentionExtractor.builder()
                        .model("damaged.onnx", damaged(damage, 0))
                        .build())
                .isInstanceOf(AttentionException.class)
                .hasMessageContaining("damaged.onnx");
    }

    /** Such a loop once kept the search for the softmax busy for ever. */
    @Test
    void operatorsThatWaitForEachOtherAreNamed() {
        byte[] bytes = model(graph -> {
            graph.message(1, out -> write(out, new Node("Cast", List.of("b"), "a")));
            graph.message(1, out -> write(out, new Node("Cast", List.of("a"), "b")));
            graph.message(1, out -> write(out, new Node("Div", List.of("a", "b"), "y")));
        });
        Assertions.assertTimeoutPreemptively(
                INSTANT, () -> assertThatThrownBy(() -> OnnxModelReader.read(ByteBuffer.wrap(bytes)))
                        .isInstanceOf(ModelFormatException.class)
                        .hasMessageContaining("Cast -> a waits for"));
    }

    /** Wherever the file ends, also within a number. */
    @Test
    void everyTruncationIsRefused() {
        byte[] whole = damaged(Damage.MADE_TWICE, 5);
        for (int length = 0; length < whole.length - 5; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> OnnxModelReader.read(ByteBuffer.wrap(cut))).isInstanceOf(AttentionException.class);
        }
        assertThatThrownBy(() -> OnnxModelReader.read(ByteBuffer.wrap(new byte[] {8, (byte) 0xff, (byte) 0xff})))
                .isInstanceOf(AttentionException.class);
    }

    private static void function(WireWriter model, String name, String... calls) {
        model.message(25, function -> {
            function.string(1, name).string(4, "i").string(5, "o").string(10, "own");
            String before = "i";
            for (int call = 0; call < calls.length; call++) {
                String input = before;
                String output = call == calls.length - 1 ? "o" : "v" + call;
                String operator = calls[call];
                function.message(7, node -> node.string(1, input)
                        .string(2, output)
                        .string(4, operator)
                        .string(7, "own"));
                before = output;
            }
        });
    }

    private static WireWriter calling(String function) {
        return new WireWriter()
                .varint(1, 8)
                .message(
                        7,
                        graph -> graph.message(1, node -> node.string(1, "x")
                                .string(2, "y")
                                .string(4, function)
                                .string(7, "own")));
    }

    @Test
    void functionsThatCallThemselvesAreRefused() {
        WireWriter itself = calling("f");
        function(itself, "f", "f");
        WireWriter eachOther = calling("f");
        function(eachOther, "f", "g");
        function(eachOther, "g", "f");
        for (WireWriter model : List.of(itself, eachOther)) {
            assertThatThrownBy(() -> OnnxModelReader.read(ByteBuffer.wrap(model.toByteArray())))
                    .isInstanceOf(AttentionException.class)
                    .hasMessageContaining("calls itself");
        }
    }

    @Test
    void callsThatMultiplyAreRefused() {
        WireWriter model = calling("f0");
        for (int depth = 0; depth < 60; depth++) {
            function(model, "f" + depth, "f" + (depth + 1), "f" + (depth + 1));
        }
        function(model, "f60");
        byte[] bytes = model.toByteArray();
        Assertions.assertTimeoutPreemptively(
                INSTANT, () -> assertThatThrownBy(() -> OnnxModelReader.read(ByteBuffer.wrap(bytes)))
                        .isInstanceOf(AttentionException.class)
                        .hasMessageContaining("nodes"));
    }

    /** A trip count is only a number: it must not become as many layers. */
    @Test
    void hugeTripCountIsOneLayer() {
        byte[] bytes = model(graph -> {
            graph.message(1, node -> node.string(1, "n")
                    .string(1, "")
                    .string(1, "x")
                    .string(2, "out")
                    .string(4, "Loop")
                    .message(5, attribute -> attribute
                            .string(1, "body")
                            .message(6, body -> {
                                attention().forEach(each -> body.message(1, out -> write(out, each)));
                                List.of("i", "c", "x").forEach(input -> body.message(11, v -> v.string(1, input)));
                                List.of("c", "y").forEach(output -> body.message(12, v -> v.string(1, output)));
                            })
                            .varint(20, 5)));
            graph.message(
                    5, tensor -> tensor.varint(2, 7).string(8, "n").bytes(9, new byte[] {-1, -1, -1, -1, -1, -1, -1, 127
                    }));
            graph.message(11, value -> value.string(1, "x"));
            graph.message(12, value -> value.string(1, "out"));
        });
        assertThat(SiteSearch.in(OnnxModelReader.read(ByteBuffer.wrap(bytes))).sites())
                .hasSize(1);
    }
}
