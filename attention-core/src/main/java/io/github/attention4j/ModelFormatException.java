package io.github.attention4j;

import org.jspecify.annotations.Nullable;

/** A file is not a model that the backend can read: another format, cut short, malformed. */
public class ModelFormatException extends AttentionException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception without a deeper cause.
     *
     * @param message what was wrong, where, what was expected, what to do next
     */
    public ModelFormatException(String message) {
        super(message, null);
    }

    /**
     * An exception with a deeper cause.
     *
     * @param message what was wrong, where, what was expected, what to do next
     * @param cause what an engine or the file system said, or null
     */
    public ModelFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
