package io.github.attention4j;

import io.github.attention4j.spi.AttentionExtractorProvider;
import io.github.attention4j.spi.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The front door: opens a model file with whichever backend on the class path reads it. */
public final class AttentionExtractors {
    private static final int FIRST_BYTES = 256;

    private AttentionExtractors() {}

    /**
     * Opens a model for inputs that need no tokenizer: ids and tensors.
     *
     * @param model the model file
     * @return an extractor that the caller closes
     * @throws ModelFormatException if the file is missing, or no backend on the class path reads it
     * @throws AttentionNotFoundException if the model has no attention
     */
    public static AttentionExtractor open(Path model) {
        return open(model, null, null);
    }

    /**
     * Opens a model with its tokenizer.
     *
     * @param model the model file
     * @param tokenizer the model's {@code tokenizer.json}
     * @return an extractor that the caller closes
     * @throws ModelFormatException if the file is missing, or no backend on the class path reads it
     * @throws AttentionNotFoundException if the model has no attention
     * @throws TokenizerException if the tokenizer is missing or cannot be read
     */
    public static AttentionExtractor open(Path model, Path tokenizer) {
        return open(model, tokenizer, null);
    }

    /**
     * Opens a model with a named engine.
     *
     * @param model the model file
     * @param tokenizer the model's {@code tokenizer.json}, or null
     * @param engine the engine's name, such as {@code onnx} or {@code pytorch}; null for the first that reads the file
     * @return an extractor that the caller closes
     * @throws ModelFormatException if the file is missing, or no such backend reads it
     * @throws AttentionNotFoundException if the model has no attention
     * @throws TokenizerException if the tokenizer is missing or cannot be read
     */
    public static AttentionExtractor open(Path model, @Nullable Path tokenizer, @Nullable String engine) {
        if (tokenizer != null && !Files.isRegularFile(tokenizer)) {
            throw new TokenizerException("There is no tokenizer file " + tokenizer
                    + "; expected the tokenizer.json that belongs to the model");
        }
        ModelSource source = new ModelSource(model, tokenizer, firstBytes(model));
        List<AttentionExtractorProvider> providers = ServiceLoader.load(AttentionExtractorProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return providers.stream()
                .filter(provider -> engine == null
                        ? provider.recognizes(source)
                        : provider.engine().equals(engine))
                .findFirst()
                .orElseThrow(() -> noBackend(model, engine, providers))
                .open(source);
    }

    private static byte[] firstBytes(Path model) {
        if (!Files.isRegularFile(model)) {
            throw new ModelFormatException("There is no model file " + model);
        }
        try (InputStream in = Files.newInputStream(model)) {
            return in.readNBytes(FIRST_BYTES);
        } catch (IOException e) {
            throw new ModelFormatException("Cannot read the model file " + model, e);
        }
    }

    private static ModelFormatException noBackend(
            Path model, @Nullable String engine, List<AttentionExtractorProvider> providers) {
        List<String> engines =
                providers.stream().map(AttentionExtractorProvider::engine).toList();
        String wanted = engine == null ? "reads " + model : "is called \"" + engine + "\"";
        return new ModelFormatException("No backend on the class path " + wanted + "; found: " + engines
                + ". Add io.github.attention4j:attention-onnx for .onnx files, attention-djl for TorchScript (.pt)");
    }
}
