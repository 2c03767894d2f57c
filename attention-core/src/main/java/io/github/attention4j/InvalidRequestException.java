package io.github.attention4j;

import org.jspecify.annotations.Nullable;

/** A request names something that does not exist or contradicts itself: layer 9 of 6, an unknown reduction. */
public class InvalidRequestException extends AttentionException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception without a deeper cause.
     *
     * @param message what was wrong, where, what was expected, what to do next
     */
    public InvalidRequestException(String message) {
        super(message, null);
    }

    /**
     * An exception with a deeper cause.
     *
     * @param message what was wrong, where, what was expected, what to do next
     * @param cause what an engine or the file system said, or null
     */
    public InvalidRequestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
