package io.github.attention4j;

import org.jspecify.annotations.Nullable;

/** A readable model in which no attention was found. */
public class AttentionNotFoundException extends AttentionException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception without a deeper cause.
     *
     * @param message what was wrong, where, what was expected, what to do next
     */
    public AttentionNotFoundException(String message) {
        super(message, null);
    }

    /**
     * An exception with a deeper cause.
     *
     * @param message what was wrong, where, what was expected, what to do next
     * @param cause what an engine or the file system said, or null
     */
    public AttentionNotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
