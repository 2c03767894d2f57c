package io.github.attention4j.examples.demo;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.render.AttentionViews;
import java.nio.file.Path;

/** The README's code, compiled; {@link DocumentationTest} holds the two together. */
final class ReadmeSnippets {
    private ReadmeSnippets() {}

    static void firstLines() {
        try (AttentionExtractor extractor =
                AttentionExtractors.open(Path.of("model.onnx"), Path.of("tokenizer.json"))) {
            AttentionResult attention = extractor.extract("The cat sat on the mat");
            AttentionViews.headView(attention).layer(2).heads(3, 5).writeTo(Path.of("head.html"));
        }
    }

    static float numbers(AttentionExtractor extractor) {
        AttentionRequest request = AttentionRequest.builder("The cat sat on the mat")
                .layers(0, 5)
                .heads(3)
                .build();
        AttentionMatrix matrix =
                extractor.extract(request).stack(AttentionKind.ENCODER).matrix(5, 3);
        float weight = matrix.weight(2, 6); // how much token 2 looks at token 6
        return weight;
    }
}
