package io.github.attention4j.examples.demo;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.Reduction;
import io.github.attention4j.analysis.HeadMetric;
import io.github.attention4j.analysis.HeadMetrics;
import io.github.attention4j.analysis.HeadPattern;
import io.github.attention4j.analysis.HeadSearch;
import io.github.attention4j.analysis.flow.Rollout;
import io.github.attention4j.analysis.signal.AlignmentMethod;
import io.github.attention4j.analysis.signal.LookbackRatio;
import io.github.attention4j.analysis.signal.TermWeight;
import io.github.attention4j.analysis.signal.TermWeights;
import io.github.attention4j.analysis.signal.WordAlignment;
import io.github.attention4j.analysis.words.WordAggregation;
import io.github.attention4j.io.AttentionNpz;
import io.github.attention4j.io.AttentionStreamFile;
import io.github.attention4j.io.TokensJson;
import io.github.attention4j.onnx.OnnxAttentionExtractor;
import io.github.attention4j.render.AttentionViews;
import io.github.attention4j.render.HtmlView;
import io.github.attention4j.render.Theme;
import io.github.attention4j.render.image.AttentionImages;
import io.github.attention4j.tensor.Tensor;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The guide's code, compiled; {@link DocumentationTest} holds the two together. */
final class GuideSnippets {
    private GuideSnippets() {}

    static void fromBertViz() {
        try (AttentionExtractor extractor =
                AttentionExtractors.open(Path.of("model.onnx"), Path.of("tokenizer.json"))) {
            AttentionResult attention = extractor.extract("The cat sat on the mat", "The cat lay on the rug");
            AttentionViews.headView(attention).writeTo(Path.of("head.html"));
            AttentionViews.modelView(attention).writeTo(Path.of("model.html"));
        }
    }

    static void neurons(AttentionExtractor extractor) {
        AttentionRequest withVectors =
                AttentionRequest.builder("The cat sat on the mat").vectors(true).build();
        AttentionViews.neuronView(extractor.extract(withVectors))
                .layer(2)
                .heads(3)
                .writeTo(Path.of("neuron.html"));
    }

    static void onnx() {
        try (OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                .model(Path.of("model.onnx"))
                .tokenizer(Path.of("tokenizer.json"))
                .threads(2)
                .build()) {
            AttentionResult attention = extractor.extract("The cat sat on the mat");
            System.out.println(attention);
        }
    }

    static List<AttentionResult> inputs(AttentionExtractor extractor, float[] pixels) {
        AttentionResult ofIds = extractor.extract(AttentionRequest.ofIds(101, 1996, 4937, 102));
        AttentionResult ofPixels = extractor.extract(
                AttentionRequest.ofTensors(Map.of("pixel_values", Tensor.ofFloats(pixels, 1, 3, 32, 32))));
        return List.of(ofIds, ofPixels);
    }

    static AttentionRequest little() {
        AttentionRequest little = AttentionRequest.builder("The cat sat on the mat")
                .layers(0)
                .reduction(Reduction.HEAD_MEAN)
                .build();
        return little;
    }

    static void stream(AttentionExtractor extractor, AttentionRequest request) {
        extractor.stream(request, 256, block -> {
            System.out.println(block.rowsDone() + " of " + block.rowsTotal());
            block.attention().stacks().forEach(stack -> System.out.println(stack));
        });
    }

    static AttentionResult intoFile(AttentionExtractor extractor, AttentionRequest request, TokensJson tokens) {
        AttentionStreamFile.write(Path.of("long.npz"), extractor, request, 256, block -> {});
        AttentionResult mapped = AttentionNpz.map(Path.of("long.npz"), tokens);
        return mapped;
    }

    static String embedded(AttentionResult attention, OutputStream out) {
        HtmlView view = AttentionViews.headView(attention).layer(2).theme(Theme.LIGHT);
        view.writePayload(out); // the endpoint's body
        String element = view.toElement("/attention/payload");
        return element;
    }

    static AttentionStack analysis(AttentionResult attention) {
        AttentionStack stack = attention.stack(AttentionKind.ENCODER);
        System.out.print(
                HeadMetrics.of(stack).table(HeadMetric.ENTROPY).findings().toText());
        HeadSearch.named(stack, List.of(HeadPattern.previousToken(), HeadPattern.delimiter()), 0.5)
                .forEach(System.out::println);
        double[] shares = Rollout.standard().row(stack, 0);
        AttentionStack words = WordAggregation.words(stack);
        System.out.println(shares.length);
        return words;
    }

    static byte[] pictures(AttentionResult attention) {
        AttentionImages.heatMap(attention).layer(2).head(3).theme(Theme.DARK).writeTo(Path.of("head.svg"));
        byte[] png = AttentionImages.headGrid(attention).toPng();
        return png;
    }

    static List<Object> signals(
            AttentionResult attention, AttentionStack stack, AttentionResult generated, Set<String> stopWords) {
        List<TermWeight> terms =
                TermWeights.builder().stopWords(stopWords).build().of(stack.layer(5));
        WordAlignment links = WordAlignment.of(attention.stack(AttentionKind.CROSS), AlignmentMethod.ITERMAX);
        double[] features = LookbackRatio.onPrompt(generated).features(0);
        return List.of(terms, links, features);
    }

    static void ownBackend() {
        try (AttentionExtractor extractor = AttentionExtractors.open(Path.of("model/letters.safetensors"))) {
            AttentionResult result = extractor.extract("qxzbkqxzbkqxz");
            System.out.println(result);
        }
    }

    static String amongText(AttentionResult attention) {
        HtmlView line = AttentionViews.headView(attention).layer(5).heads(11).state("token=query.9");
        String element = line.title("Where \"it\" looks").compact().toElement();
        return element;
    }
}
