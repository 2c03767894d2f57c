package io.github.attention4j.examples.cli;

import io.github.attention4j.AttentionResult;
import io.github.attention4j.io.AttentionNpz;
import io.github.attention4j.io.TokensJson;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which attention to read, and the tokens that it is of. */
final class AttentionFileOptions {
    @Option(
            names = "--attention",
            required = true,
            paramLabel = "A.npz",
            description = "Attention as attention extract writes it.")
    private Path attention = Path.of("");

    @Option(names = "--tokens", required = true, paramLabel = "tokens.json", description = "Its tokens.")
    private Path tokens = Path.of("");

    AttentionResult read() {
        return AttentionNpz.read(attention, TokensJson.read(tokens));
    }
}
