package io.github.attention4j.examples.cli;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.TokenizerException;
import io.github.attention4j.djl.HuggingFaceAttentionTokenizer;
import io.github.attention4j.onnx.OnnxAttentionExtractor;
import io.github.attention4j.onnx.graph.site.SiteSearch;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model, and what runs it. */
final class ModelOptions {
    @Option(names = "--model", required = true, paramLabel = "M", description = "The model file.")
    private Path model = Path.of("");

    @Option(
            names = "--tokenizer",
            paramLabel = "tokenizer.json",
            description = "The model's tokenizer; needed for texts.")
    private @Nullable Path tokenizer;

    @Option(
            names = "--engine",
            paramLabel = "onnx|pytorch",
            description = "The engine; by default the one that reads the file.")
    private @Nullable String engine;

    /** Looks for attention without running anything. */
    SiteSearch search() {
        return SiteSearch.in(OnnxAttentionExtractor.read(model));
    }

    /** Reads ids back into text. */
    AttentionTokenizer tokenizer() {
        if (tokenizer == null) {
            throw new TokenizerException("Give the model's tokenizer.json with --tokenizer");
        }
        return HuggingFaceAttentionTokenizer.open(tokenizer);
    }

    AttentionExtractor open() {
        return AttentionExtractors.open(model, tokenizer, engine);
    }
}
