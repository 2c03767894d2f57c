package io.github.attention4j;

import org.jspecify.annotations.Nullable;

/** Anything that this library refuses or fails at; the message says what was wrong, where, and what to do next. */
public abstract class AttentionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * For the subclasses.
     *
     * @param message what was wrong, where, what was expected, what to do next
     * @param cause what an engine or the file system said, or null
     */
    protected AttentionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
