package io.github.attention4j.djl.script.internal.source;

/**
 * A token.
 *
 * @param kind what it is
 * @param text as it stands in the source; for indentation, empty
 * @param start where it starts
 * @param end where it ends, exclusive
 */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        OPERATOR,
        NEWLINE,
        INDENT,
        DEDENT,
        END
    }

    boolean is(String wanted) {
        return (kind == Kind.OPERATOR || kind == Kind.NAME) && text.equals(wanted);
    }
}
