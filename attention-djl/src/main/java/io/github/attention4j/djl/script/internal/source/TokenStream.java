package io.github.attention4j.djl.script.internal.source;

import java.util.List;

/** The tokens that are still to be read. */
final class TokenStream {
    /** Deeper than any printer nests, and far from the end of a thread's stack. */
    private static final int DEEPEST = 300;

    private final List<Token> tokens;
    private int position;
    private int depth;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(position);
    }

    boolean at(String text) {
        return peek().is(text);
    }

    boolean at(Token.Kind kind) {
        return peek().kind() == kind;
    }

    boolean accept(String text) {
        if (at(text)) {
            next();
            return true;
        }
        return false;
    }

    Token next() {
        Token token = peek();
        if (token.kind() != Token.Kind.END) {
            position++;
        }
        return token;
    }

    Token expect(String text) {
        if (!at(text)) {
            throw unexpected("\"" + text + "\"");
        }
        return next();
    }

    Token expect(Token.Kind kind) {
        if (!at(kind)) {
            throw unexpected("a " + kind);
        }
        return next();
    }

    /** The end of what was read last. */
    int lastEnd() {
        return position == 0 ? 0 : tokens.get(position - 1).end();
    }

    SyntaxException unexpected(String wanted) {
        Token token = peek();
        String found = token.kind() == Token.Kind.NAME || token.kind() == Token.Kind.OPERATOR
                ? "\"" + token.text() + "\""
                : "a " + token.kind();
        return new SyntaxException(token.start(), found + " instead of " + wanted);
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw new SyntaxException(peek().start(), "more than " + DEEPEST + " levels of nesting");
        }
    }

    void leave() {
        depth--;
    }
}
