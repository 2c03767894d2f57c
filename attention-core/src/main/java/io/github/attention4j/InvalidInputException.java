package io.github.attention4j;

import org.jspecify.annotations.Nullable;

/** The input does not fit the model: too long a text, a wrong input name, type or shape. */
public class InvalidInputException extends AttentionException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception without a deeper cause.
     *
     * @param message what was wrong, where, what was expected, what to do next
     */
    public InvalidInputException(String message) {
        super(message, null);
    }

    /**
     * An exception with a deeper cause.
     *
     * @param message what was wrong, where, what was expected, what to do next
     * @param cause what an engine or the file system said, or null
     */
    public InvalidInputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
