package io.github.attention4j.djl.script;

import static io.github.attention4j.AttentionKind.CROSS;
import static io.github.attention4j.AttentionKind.DECODER;
import static io.github.attention4j.AttentionKind.ENCODER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that hide their attention give it, equal to what PyTorch computed, and their own outputs bit for bit. */
class TorchScriptRewriterTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "script");

    @TempDir
    private Path folder;

    /** What a rewritten model returned: its own outputs, and what was taken along with them. */
    private record Taken(List<Tensor> own, List<ScriptOutput> what, List<Tensor> tensors) {
        List<Tensor> of(ScriptPart part) {
            List<Tensor> found = new ArrayList<>();
            for (int i = 0; i < what.size(); i++) {
                if (what.get(i).part() == part) {
                    found.add(tensors.get(i));
                }
            }
            return found;
        }

        List<AttentionKind> kinds() {
            return what.stream()
                    .filter(output -> output.part() == ScriptPart.WEIGHTS)
                    .map(output -> output.site().kind())
                    .toList();
        }
    }

    private static Path model(String name) {
        return FOLDER.resolve(name + ".pt");
    }

    private static Map<String, Tensor> golden(String name) {
        return Npz.read(FOLDER.resolve(name + ".npz"));
    }

    private static List<Tensor> numbered(Map<String, Tensor> golden, String prefix) {
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; golden.containsKey(prefix + i); i++) {
            all.add(golden.get(prefix + i));
        }
        return all;
    }

    private static TorchScriptRewriter rewriter(String name) {
        return TorchScriptRewriter.of(TorchScriptArchive.read(model(name)));
    }

    private Taken run(RewrittenScript script, List<Tensor> inputs) throws Exception {
        Path file = folder.resolve("rewritten.pt");
        script.writeTo(file);
        List<Tensor> outputs = ScriptRun.run(file, inputs);
        float[] codes = outputs.get(outputs.size() - 1).toFloatArray();
        int first = outputs.size() - 1 - codes.length;
        List<ScriptOutput> what = new ArrayList<>();
        for (float code : codes) {
            what.add(script.output((long) code));
        }
        return new Taken(outputs.subList(0, first), what, outputs.subList(first, outputs.size() - 1));
    }

    private static void assertClose(List<Tensor> actual, List<Tensor> expected) {
        assertThat(expected).isNotEmpty();
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).shape()).isEqualTo(expected.get(i).shape());
            float[] numbers = actual.get(i).toFloatArray();
            float[] golden = expected.get(i).toFloatArray();
            // Weights are at most 1; vectors may be larger, and their last digits differ between PyTorch's versions.
            float largest = 1;
            for (float number : golden) {
                largest = Math.max(largest, Math.abs(number));
            }
            for (int j = 0; j < golden.length; j++) {
                assertThat(Math.abs(numbers[j] - golden[j])).isLessThanOrEqualTo(1e-6f * largest);
            }
        }
    }

    private static void assertSame(List<Tensor> actual, List<Tensor> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).shape()).isEqualTo(expected.get(i).shape());
            assertThat(actual.get(i).toFloatArray()).isEqualTo(expected.get(i).toFloatArray());
        }
    }

    static Stream<Arguments> models() {
        List<AttentionKind> encoderDecoder = List.of(ENCODER, ENCODER, DECODER, CROSS, DECODER, CROSS);
        return Stream.of(
                Arguments.of("traced-bert", List.of(ENCODER, ENCODER, ENCODER)),
                Arguments.of("scripted-bert", List.of(ENCODER, ENCODER, ENCODER)),
                Arguments.of("traced-gpt", List.of(DECODER, DECODER)),
                Arguments.of("traced-encoder-decoder", encoderDecoder),
                Arguments.of("scripted-encoder-decoder", encoderDecoder),
                Arguments.of("scripted-loop", List.of(ENCODER, ENCODER, ENCODER)),
                Arguments.of("folded-heads", List.of(ENCODER)),
                Arguments.of("einsum", List.of(ENCODER)),
                Arguments.of("scaled-dot-product", List.of(DECODER, ENCODER, ENCODER)),
                Arguments.of("traced-transformer", encoderDecoder),
                Arguments.of("scripted-transformer", encoderDecoder),
                Arguments.of("grouped", List.of(ENCODER)),
                Arguments.of("pooled", List.of(CROSS, CROSS)),
                Arguments.of("windows", List.of(ENCODER, ENCODER)),
                Arguments.of("hooked", List.of(ENCODER)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void givesTheAttentionThatPyTorchComputed(String name, List<AttentionKind> kinds) throws Exception {
        Map<String, Tensor> golden = golden(name);
        List<Tensor> inputs = numbered(golden, "in_");
        Taken taken = run(rewriter(name).rewrite(), inputs);
        assertClose(taken.of(ScriptPart.WEIGHTS), numbered(golden, "weights_"));
        assertThat(taken.kinds()).isEqualTo(kinds);
        assertSame(taken.own(), ScriptRun.run(model(name), inputs));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "traced-bert",
                "scripted-bert",
                "traced-gpt",
                "scripted-encoder-decoder",
                "scripted-loop",
                "folded-heads",
                "scaled-dot-product",
                "grouped",
                "hooked"
            })
    void takesQueriesKeysAndValuesAlong(String name) throws Exception {
        Map<String, Tensor> golden = golden(name);
        List<Tensor> inputs = numbered(golden, "in_");
        Taken taken = run(rewriter(name).rewrite(site -> true, EnumSet.allOf(ScriptPart.class)), inputs);
        assertClose(taken.of(ScriptPart.WEIGHTS), numbered(golden, "weights_"));
        assertClose(taken.of(ScriptPart.QUERIES), numbered(golden, "queries_"));
        assertClose(taken.of(ScriptPart.KEYS), numbered(golden, "keys_"));
        assertClose(taken.of(ScriptPart.VALUES), numbered(golden, "values_"));
        assertSame(taken.own(), ScriptRun.run(model(name), inputs));
    }

    /** Layers of a scripted model share their class, and yet one can be had without the others. */
    @ParameterizedTest
    @ValueSource(strings = {"traced-bert", "scripted-bert"})
    void takesOnlyTheLayersAskedFor(String name) throws Exception {
        Map<String, Tensor> golden = golden(name);
        RewrittenScript script = rewriter(name).rewrite(site -> site.layer() == 1, Set.of(ScriptPart.WEIGHTS));
        Taken taken = run(script, numbered(golden, "in_"));
        assertThat(script.sites()).singleElement().satisfies(site -> {
            assertThat(site.layer()).isEqualTo(1);
            assertThat(site.module()).contains("layers.1.attention");
            assertThat(site.source()).matches("code/__torch__/?.*\\.py:\\d+");
        });
        assertClose(taken.of(ScriptPart.WEIGHTS), List.of(golden.get("weights_1")));
    }

    /** One file, one model in the engine, and each run pays for what it asks. */
    @ParameterizedTest
    @ValueSource(strings = {"traced-bert", "scripted-bert", "scaled-dot-product", "scripted-encoder-decoder"})
    void returnsWhatEachRunAsksFor(String name) throws Exception {
        Map<String, Tensor> golden = golden(name);
        RewrittenScript script = rewriter(name).rewriteOnDemand(EnumSet.allOf(ScriptPart.class));
        for (ScriptSite site : script.sites()) {
            boolean[] wanted = new boolean[script.codes()];
            wanted[(int) RewrittenScript.code(site, ScriptPart.WEIGHTS)] = true;
            wanted[(int) RewrittenScript.code(site, ScriptPart.KEYS)] = site.index() == 1;
            List<Tensor> inputs = new ArrayList<>(List.of(Tensor.ofBooleans(wanted, wanted.length)));
            inputs.addAll(numbered(golden, "in_"));
            Taken taken = run(script, inputs);
            assertClose(taken.of(ScriptPart.WEIGHTS), List.of(golden.get("weights_" + site.index())));
            assertThat(taken.tensors()).hasSize(site.index() == 1 ? 2 : 1);
            assertSame(taken.own(), ScriptRun.run(model(name), numbered(golden, "in_")));
        }
    }

    @Test
    void numbersLayersByKindAndCountsAlternativesOnce() {
        assertThat(rewriter("scripted-transformer").sites())
                .filteredOn(site -> site.module().startsWith("transformer.decoder.layers.1"))
                .isNotEmpty()
                .allMatch(site -> site.layer() == 1)
                .extracting(ScriptSite::kind)
                .containsOnly(DECODER, CROSS);
        assertThat(rewriter("traced-bert").sites())
                .extracting(ScriptSite::layer)
                .containsExactly(0, 1, 2);
    }

    /** How many queries are stored the source does not say; a run shows it. */
    @Test
    void saysWhichQueriesAreLearned() {
        assertThat(rewriter("pooled").sites()).hasSize(2).allMatch(ScriptSite::learnedQueries);
        assertThat(rewriter("traced-encoder-decoder").sites()).noneMatch(ScriptSite::learnedQueries);
    }

    @Test
    void aClassifierIsNoAttention() {
        assertThat(rewriter("classifier").sites()).isEmpty();
        assertThatThrownBy(() -> rewriter("classifier").rewrite())
                .isInstanceOf(AttentionNotFoundException.class)
                .hasMessageContaining("classifier.pt");
    }

    @Test
    void saysWhatItCouldNotLookInto() {
        assertThatThrownBy(() -> rewriter("behind-interface").rewrite())
                .isInstanceOf(AttentionNotFoundException.class)
                .hasMessageContaining("the method forward of layer, which is known by an interface only");
    }

    @Test
    void refusesNothingAndUnknownCodes() {
        TorchScriptRewriter bert = rewriter("traced-bert");
        assertThatThrownBy(() -> bert.rewrite(site -> false, Set.of(ScriptPart.WEIGHTS)))
                .isInstanceOf(AttentionNotFoundException.class);
        assertThatThrownBy(() -> bert.rewrite(site -> true, Set.of())).isInstanceOf(AttentionNotFoundException.class);
        assertThatThrownBy(() -> bert.rewrite().output(12)).isInstanceOf(IllegalArgumentException.class);
    }
}
