package io.github.attention4j.spi;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of a model, as handed to a backend. Immutable. */
public final class ModelSource {
    private final Path model;
    private final @Nullable Path tokenizer;
    private final byte[] firstBytes;

    /**
     * A model and its tokenizer.
     *
     * @param model the model file
     * @param tokenizer a {@code tokenizer.json}, or null
     * @param firstBytes the model file's first bytes, at most a few hundred
     */
    public ModelSource(Path model, @Nullable Path tokenizer, byte[] firstBytes) {
        this.model = Objects.requireNonNull(model, "model");
        this.tokenizer = tokenizer;
        this.firstBytes = firstBytes.clone();
    }

    /**
     * The model file.
     *
     * @return an existing file
     */
    public Path model() {
        return model;
    }

    /**
     * The tokenizer's file.
     *
     * @return a {@code tokenizer.json}, or empty
     */
    public Optional<Path> tokenizer() {
        return Optional.ofNullable(tokenizer);
    }

    /**
     * The model file's first bytes.
     *
     * @return read-only, position 0; shorter than a few hundred only if the file is
     */
    public ByteBuffer firstBytes() {
        return ByteBuffer.wrap(firstBytes).asReadOnlyBuffer();
    }

    /**
     * Whether the model's file name ends in an extension.
     *
     * @param extension with its dot, such as {@code .onnx}
     * @return true if so, in any case
     */
    public boolean hasExtension(String extension) {
        Path name = model.getFileName();
        return name != null && name.toString().toLowerCase(Locale.ROOT).endsWith(extension);
    }
}
