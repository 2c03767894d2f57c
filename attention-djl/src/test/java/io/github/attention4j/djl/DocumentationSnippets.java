package io.github.attention4j.djl;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.djl.script.RewrittenScript;
import io.github.attention4j.djl.script.TorchScriptArchive;
import io.github.attention4j.djl.script.TorchScriptRewriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The code in docs/djl.md, compiled; DocumentationTest of examples/demo holds the two together. */
final class DocumentationSnippets {
    private DocumentationSnippets() {}

    static void file() {
        try (DjlAttentionExtractor extractor = DjlAttentionExtractor.builder()
                .model(Path.of("model.pt"))
                .tokenizer(Path.of("tokenizer.json"))
                .device(Device.cpu())
                .build()) {
            AttentionResult attention = extractor.extract("The cat sat on the mat");
            System.out.println(
                    attention.stack(AttentionKind.ENCODER).matrix(2, 3).weight(1, 4));
        }
    }

    static void criteria() throws Exception {
        Criteria<String, AttentionResult> criteria = Criteria.builder()
                .setTypes(String.class, AttentionResult.class)
                .optModelPath(Path.of("model.pt"))
                .optEngine("PyTorch")
                .optTranslatorFactory(new AttentionTranslatorFactory())
                .optArgument("tokenizer", "tokenizer.json")
                .optArgument("rewrite", "true")
                .build();
        try (ZooModel<String, AttentionResult> model = criteria.loadModel();
                Predictor<String, AttentionResult> predictor = model.newPredictor()) {
            List<AttentionResult> results = predictor.batchPredict(List.of("The cat sat", "on the mat"));
            System.out.println(results.get(1).stacks());
        }
    }

    static AttentionTranslator rewritten() throws IOException {
        RewrittenScript script = TorchScriptRewriter.of(TorchScriptArchive.read(Path.of("model.pt")))
                .rewriteOnDemand();
        script.writeTo(Path.of("with-attention.pt"));
        AttentionTranslator translator =
                AttentionTranslator.builder().rewritten(script).build();
        return translator;
    }

    static DjlAttentionExtractor.Builder outputs() {
        DjlAttentionExtractor.Builder builder = DjlAttentionExtractor.builder()
                .model(Path.of("t5.pt"))
                .outputs(o -> o.tuple(1, AttentionKind.DECODER).tuple(2, AttentionKind.CROSS));
        return builder;
    }

    static AttentionResult gradients(DjlAttentionExtractor extractor) {
        AttentionResult result =
                extractor.extract(AttentionRequest.of("The cat sat on the mat"), GradientTarget.of("output_0", 0, 5));
        return result;
    }
}
