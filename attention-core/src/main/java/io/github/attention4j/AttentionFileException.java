package io.github.attention4j;

import org.jspecify.annotations.Nullable;

/** An attention file (npz, tokens.json, safetensors) cannot be read or written. */
public class AttentionFileException extends AttentionException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception without a deeper cause.
     *
     * @param message what was wrong, where, what was expected, what to do next
     */
    public AttentionFileException(String message) {
        super(message, null);
    }

    /**
     * An exception with a deeper cause.
     *
     * @param message what was wrong, where, what was expected, what to do next
     * @param cause what an engine or the file system said, or null
     */
    public AttentionFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
