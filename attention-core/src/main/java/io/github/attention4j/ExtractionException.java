package io.github.attention4j;

import org.jspecify.annotations.Nullable;

/** The engine failed while it ran the model. */
public class ExtractionException extends AttentionException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception without a deeper cause.
     *
     * @param message what was wrong, where, what was expected, what to do next
     */
    public ExtractionException(String message) {
        super(message, null);
    }

    /**
     * An exception with a deeper cause.
     *
     * @param message what was wrong, where, what was expected, what to do next
     * @param cause what an engine or the file system said, or null
     */
    public ExtractionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
