package io.github.attention4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.djl.script.RewrittenScript;
import io.github.attention4j.djl.script.TorchScriptArchive;
import io.github.attention4j.djl.script.TorchScriptRewriter;
import io.github.attention4j.io.Npz;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TorchScript that does not return its attention gives it to users of {@code Criteria} and DJL Serving, too. */
class RewrittenCriteriaTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "script");
    private static final Map<String, Tensor> GOLDEN = Npz.read(FOLDER.resolve("traced-bert.npz"));
    private static final long[] IDS = {3, 7, 1, 9, 4, 2};

    @TempDir
    private Path folder;

    private static void assertOneLayer(AttentionResult result, int layer) {
        assertThat(result.stack(AttentionKind.ENCODER).layers()).containsExactly(layer);
        Models.assertClose(
                result.stack(AttentionKind.ENCODER).layer(layer).weights(), GOLDEN.get("weights_" + layer), 1e-6f);
    }

    private static NDList goldenInputs(NDManager manager) {
        return new NDList(manager.create(new long[][] {IDS}), manager.create(new long[][] {{1, 1, 1, 1, 1, 0}}));
    }

    private static List<String> copies() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("attention4j"))
                    .toList();
        }
    }

    /** As DJL Serving does it: it names the factory by its class, and DJL takes the rest from the file of properties. */
    @Test
    void servingProperties() throws Exception {
        Files.copy(FOLDER.resolve("traced-bert.pt"), folder.resolve("model.pt"));
        Files.writeString(
                folder.resolve("serving.properties"),
                """
                engine=PyTorch
                option.modelName=model
                rewrite=true
                layers=1
                """);
        List<String> before = copies();
        Criteria<NDList, AttentionResult> criteria = Criteria.builder()
                .setTypes(NDList.class, AttentionResult.class)
                .optModelPath(folder)
                .optArgument("translatorFactory", "io.github.attention4j.djl.AttentionTranslatorFactory")
                .build();
        try (ZooModel<NDList, AttentionResult> model = criteria.loadModel();
                NDManager manager = model.getNDManager().newSubManager()) {
            for (int i = 0; i < 2; i++) {
                try (Predictor<NDList, AttentionResult> predictor = model.newPredictor()) {
                    assertOneLayer(predictor.predict(goldenInputs(manager)), 1);
                    assertOneLayer(predictor.predict(goldenInputs(manager)), 1);
                }
            }
            assertThat(copies()).hasSize(before.size() + 1);
        }
        assertThat(copies()).isSubsetOf(before);
    }

    @Test
    void paddedBatchesOfARewrittenModel() throws Exception {
        Criteria<AttentionRequest, AttentionResult> criteria = Criteria.builder()
                .setTypes(AttentionRequest.class, AttentionResult.class)
                .optModelPath(FOLDER.resolve("traced-bert.pt"))
                .optEngine("PyTorch")
                .optTranslatorFactory(new AttentionTranslatorFactory())
                .optArgument("rewrite", "true")
                .build();
        try (ZooModel<AttentionRequest, AttentionResult> model = criteria.loadModel();
                Predictor<AttentionRequest, AttentionResult> predictor = model.newPredictor()) {
            AttentionRequest shorter =
                    AttentionRequest.ofIds(3, 7, 9, 2).toBuilder().layers(0).build();
            AttentionResult alone = predictor.predict(shorter);
            List<AttentionResult> together = predictor.batchPredict(List.of(AttentionRequest.ofIds(IDS), shorter));
            assertThat(together.get(0).stack(AttentionKind.ENCODER).layers()).containsExactly(0, 1, 2);
            assertThat(together.get(1).stack(AttentionKind.ENCODER).layers()).containsExactly(0);
            float[] expected = new float[2 * 4 * 4];
            alone.stack(AttentionKind.ENCODER).layer(0).weights().get(expected);
            Models.assertClose(
                    together.get(1).stack(AttentionKind.ENCODER).layer(0).weights(),
                    Tensor.ofFloats(expected, expected.length),
                    1e-6f);
        }
    }

    @Test
    void aFileThatWasRewrittenBefore() throws Exception {
        for (boolean onDemand : new boolean[] {true, false}) {
            TorchScriptRewriter rewriter =
                    TorchScriptRewriter.of(TorchScriptArchive.read(FOLDER.resolve("traced-bert.pt")));
            RewrittenScript script = onDemand ? rewriter.rewriteOnDemand() : rewriter.rewrite();
            Path file = folder.resolve("rewritten.pt");
            script.writeTo(file);
            Criteria<NDList, AttentionResult> criteria = Criteria.builder()
                    .setTypes(NDList.class, AttentionResult.class)
                    .optModelPath(file)
                    .optEngine("PyTorch")
                    .optTranslator(AttentionTranslator.builder()
                            .rewritten(script)
                            .build()
                            .forNDLists(o -> o.layers(2)))
                    .build();
            try (ZooModel<NDList, AttentionResult> model = criteria.loadModel();
                    Predictor<NDList, AttentionResult> predictor = model.newPredictor();
                    NDManager manager = model.getNDManager().newSubManager()) {
                assertOneLayer(predictor.predict(goldenInputs(manager)), 2);
            }
        }
    }

    @Test
    void saysHowToRewriteAndWhatCannotBe() throws Exception {
        try (ZooModel<AttentionRequest, AttentionResult> model = Criteria.builder()
                        .setTypes(AttentionRequest.class, AttentionResult.class)
                        .optModelPath(FOLDER.resolve("traced-bert.pt"))
                        .optEngine("PyTorch")
                        .optTranslatorFactory(new AttentionTranslatorFactory())
                        .build()
                        .loadModel();
                Predictor<AttentionRequest, AttentionResult> predictor = model.newPredictor()) {
            assertThatThrownBy(() -> predictor.predict(AttentionRequest.ofIds(IDS)))
                    .hasMessageContaining("rewrite=true");
        }
        Criteria<AttentionRequest, AttentionResult> onnx = Criteria.builder()
                .setTypes(AttentionRequest.class, AttentionResult.class)
                .optModelPath(Models.file("bert.onnx"))
                .optEngine("OnnxRuntime")
                .optTranslatorFactory(new AttentionTranslatorFactory())
                .optArgument("rewrite", "true")
                .build();
        assertThatThrownBy(onnx::loadModel).hasStackTraceContaining("Only TorchScript files can be rewritten");
    }
}
