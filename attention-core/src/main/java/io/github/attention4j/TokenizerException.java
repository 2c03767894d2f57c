package io.github.attention4j;

import org.jspecify.annotations.Nullable;

/** Text cannot be turned into tokens: there is no tokenizer, or it cannot be read. */
public class TokenizerException extends AttentionException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception without a deeper cause.
     *
     * @param message what was wrong, where, what was expected, what to do next
     */
    public TokenizerException(String message) {
        super(message, null);
    }

    /**
     * An exception with a deeper cause.
     *
     * @param message what was wrong, where, what was expected, what to do next
     * @param cause what an engine or the file system said, or null
     */
    public TokenizerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
