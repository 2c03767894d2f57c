package io.github.attention4j.examples.cli;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Reduction;
import io.github.attention4j.Selection;
import io.github.attention4j.io.AttentionNpz;
import io.github.attention4j.io.Npz;
import io.github.attention4j.io.TokensJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "extract",
        description = "Runs a model and writes its attention to an npz file.",
        mixinStandardHelpOptions = true)
final class ExtractCommand implements Callable<Integer> {
    private static final int TOGETHER = 32;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--out", required = true, paramLabel = "OUT.npz", description = "Where to write the attention.")
    private Path out = Path.of("");

    @Option(names = "--text", paramLabel = "T", description = "The input text.")
    private @Nullable String text;

    @Option(names = "--text-pair", paramLabel = "T2", description = "A second text that the model tells apart.")
    private @Nullable String textPair;

    @Option(names = "--inputs", paramLabel = "IN.npz", description = "The model's inputs by name.")
    private @Nullable Path inputs;

    @Option(names = "--layers", paramLabel = "0,2-4", description = "Only these layers of each kind.")
    private String layers = "all";

    @Option(names = "--heads", paramLabel = "1,3", description = "Only these heads of each layer.")
    private String heads = "all";

    @Option(names = "--kinds", paramLabel = "encoder,decoder,cross", description = "Only these kinds of attention.")
    private @Nullable String kinds;

    @Option(names = "--reduce", paramLabel = "head-mean|head-max|top-k:N", description = "What to keep of the heads.")
    private String reduce = "none";

    @Option(names = "--qkv", description = "Write queries, keys and values, too.")
    private boolean qkv;

    @Option(names = "--tokens-out", paramLabel = "tokens.json", description = "Where to write the tokens.")
    private @Nullable Path tokensOut;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        List<AttentionRequest> requests = inputs().stream().map(this::request).toList();
        try (AttentionExtractor extractor = model.open()) {
            List<AttentionResult> results = extract(extractor, requests);
            Npz.write(out, Batch.join(results.stream().map(AttentionNpz::arrays).toList()));
            if (tokensOut != null) {
                TokensJson.of(results.get(0)).write(tokensOut);
            }
        }
        return 0;
    }

    private List<AttentionResult> extract(AttentionExtractor extractor, List<AttentionRequest> requests) {
        CommandSpec command = Objects.requireNonNull(spec, "set by picocli");
        List<AttentionResult> results = new ArrayList<>();
        try (ProgressBar progress = ProgressBar.of(command, "extracting", requests.size())) {
            for (int from = 0; from < requests.size(); from += TOGETHER) {
                List<AttentionRequest> some = requests.subList(from, Math.min(from + TOGETHER, requests.size()));
                results.addAll(extractor.extractAll(some));
                progress.advance(some.size());
            }
        }
        return results;
    }

    private AttentionRequest request(AttentionInput input) {
        return AttentionRequest.builder(input)
                .layers(Selection.parse(layers))
                .heads(Selection.parse(heads))
                .kinds(kinds())
                .reduction(Reduction.parse(reduce))
                .vectors(qkv)
                .outputs(true)
                .build();
    }

    private List<AttentionInput> inputs() {
        if (inputs != null && text == null && textPair == null) {
            return Batch.split(Npz.read(inputs)).stream()
                    .<AttentionInput>map(part -> new AttentionInput.Tensors(part, null, null))
                    .toList();
        }
        if (text == null || inputs != null) {
            throw new InvalidRequestException("Give either --text with --tokenizer, or --inputs");
        }
        return List.of(new AttentionInput.Text(text, textPair));
    }

    private EnumSet<AttentionKind> kinds() {
        EnumSet<AttentionKind> wanted = EnumSet.noneOf(AttentionKind.class);
        if (kinds == null) {
            return EnumSet.allOf(AttentionKind.class);
        }
        for (String label : kinds.split(",", -1)) {
            wanted.add(AttentionKind.ofLabel(label));
        }
        return wanted;
    }
}
