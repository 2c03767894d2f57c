package io.github.attention4j.examples.cli;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionGenerator;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.GenerationRequest;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.io.AttentionNpz;
import io.github.attention4j.io.TokensJson;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "generate",
        description =
                "Writes on from a prompt, always with the likeliest token, and keeps the attention of every step.",
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--text", required = true, paramLabel = "PROMPT", description = "What to write on from.")
    private String text = "";

    @Option(names = "--max-tokens", required = true, paramLabel = "N", description = "The most tokens to generate.")
    private int maxTokens;

    @Option(names = "--out", required = true, paramLabel = "OUT.npz", description = "Where to write the attention.")
    private Path out = Path.of("");

    @Option(names = "--tokens-out", paramLabel = "tokens.json", description = "Where to write the tokens.")
    private @Nullable Path tokensOut;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        GenerationRequest request = GenerationRequest.of(AttentionRequest.of(text), maxTokens);
        try (AttentionTokenizer tokenizer = model.tokenizer();
                AttentionExtractor extractor = model.open()) {
            if (!(extractor instanceof AttentionGenerator generator)) {
                throw new InvalidRequestException("Only ONNX models generate here; this one is run by "
                        + extractor.model().engine());
            }
            AttentionResult result = generate(generator, request);
            AttentionNpz.write(out, result);
            if (tokensOut != null) {
                TokensJson.of(result).write(tokensOut);
            }
            long[] ids = result.stack(AttentionKind.DECODER).queryTokens().ids();
            Output.of(spec).println(tokenizer.decode(ids));
        }
        return 0;
    }

    private AttentionResult generate(AttentionGenerator generator, GenerationRequest request) {
        CommandSpec command = Objects.requireNonNull(spec, "set by picocli");
        try (ProgressBar progress = ProgressBar.of(command, "generating", maxTokens)) {
            return generator.generate(request, token -> progress.advance(1));
        }
    }
}
