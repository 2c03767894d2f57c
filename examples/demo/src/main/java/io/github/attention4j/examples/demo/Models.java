package io.github.attention4j.examples.demo;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.djl.DjlAttentionExtractor;
import io.github.attention4j.onnx.OnnxAttentionExtractor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The real models that the walkthrough looks into, each opened when it is first asked for. Not thread-safe. */
public final class Models implements AutoCloseable {
    private static final ClassLoader JARS = Models.class.getClassLoader();

    private final Path folder;
    private final Map<String, AttentionExtractor> open = new LinkedHashMap<>();

    /**
     * No model is open yet.
     *
     * @param folder where those are unpacked that are opened as files
     */
    public Models(Path folder) {
        this.folder = folder;
    }

    /**
     * MiniLM, a sentence encoder: 6 layers with 12 heads, as it lies in its Maven artefact.
     *
     * @return the model; closed with the others
     */
    public AttentionExtractor miniLm() {
        return encoder("all-minilm-l6-v2");
    }

    /**
     * The same MiniLM with weights rounded to 8 bits.
     *
     * @return the model; closed with the others
     */
    public AttentionExtractor quantisedMiniLm() {
        return encoder("all-minilm-l6-v2-q");
    }

    /**
     * A small GPT-2 that has read Moby-Dick: 4 layers with 8 heads.
     *
     * @return the model; closed with the others
     */
    public OnnxAttentionExtractor mobyGpt() {
        return (OnnxAttentionExtractor) opened("moby-gpt.onnx", () -> OnnxAttentionExtractor.builder()
                .model(unpacked("models/moby-gpt/moby-gpt.onnx"))
                .tokenizer(unpacked("models/moby-gpt/tokenizer.json"))
                .build());
    }

    /**
     * The same GPT-2 as TorchScript.
     *
     * @return the model; closed with the others
     */
    public AttentionExtractor mobyGptAsTorchScript() {
        return opened("moby-gpt.pt", () -> DjlAttentionExtractor.builder()
                .model(unpacked("models/moby-gpt/moby-gpt.pt"))
                .tokenizer(unpacked("models/moby-gpt/tokenizer.json"))
                .build());
    }

    /**
     * An encoder-decoder that writes dates as ISO 8601: two times 2 layers with 4 heads.
     *
     * @return the model; closed with the others
     */
    public AttentionExtractor dates() {
        return opened("date-seq2seq.onnx", () -> OnnxAttentionExtractor.builder()
                .model(unpacked("models/date-seq2seq/date-seq2seq.onnx"))
                .build());
    }

    /**
     * A vision transformer that reads digits: 4 layers with 4 heads.
     *
     * @return the model; closed with the others
     */
    public AttentionExtractor digits() {
        return opened("vit-digits.onnx", () -> OnnxAttentionExtractor.builder()
                .model(unpacked("models/vit-digits/vit-digits.onnx"))
                .build());
    }

    private AttentionExtractor encoder(String name) {
        return opened(name, () -> OnnxAttentionExtractor.builder()
                .modelResource(JARS, name + ".onnx")
                .tokenizerResource(JARS, name + "-tokenizer.json")
                .build());
    }

    private AttentionExtractor opened(String name, Supplier<AttentionExtractor> opening) {
        return open.computeIfAbsent(name, absent -> opening.get());
    }

    /**
     * A file beside a small model, such as its card.
     *
     * @param name such as {@code models/vit-digits/card.json}
     * @return its content, to be closed
     */
    public static InputStream resource(String name) {
        InputStream in = JARS.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException(name + " is missing from the class path");
        }
        return in;
    }

    private Path unpacked(String name) {
        try (InputStream in = resource(name)) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.resolveSibling(""));
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + name, e);
        }
    }

    @Override
    public void close() {
        open.values().forEach(AttentionExtractor::close);
    }
}
