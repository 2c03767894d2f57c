package io.github.attention4j.djl.script.internal.source;

/** The source is not the Python that TorchScript writes. */
final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int position;

    SyntaxException(int position, String message) {
        super(message, null, false, false);
        this.position = position;
    }

    int position() {
        return position;
    }
}
