package io.github.attention4j.djl.script.internal.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Cuts source text into tokens; lines inside brackets are one. */
final class Tokenizer {
    private static final List<String> OPERATORS = List.of(
            "...", "**=", "//=", "<<=", ">>=", "->", "==", "!=", "<=", ">=", "**", "//", "<<", ">>", "+=", "-=", "*=",
            "/=", "%=", "&=", "|=", "^=");
    private static final String SINGLE = "()[]{},:.;=+-*/%@&|^~<>";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Integer> indents = new ArrayDeque<>(List.of(0));
    private int position;
    private int brackets;

    private Tokenizer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        Tokenizer tokenizer = new Tokenizer(text);
        tokenizer.run();
        return tokenizer.tokens;
    }

    private void run() {
        while (position < text.length()) {
            if (atLineStart()) {
                indentation();
            } else {
                token();
            }
        }
        if (brackets > 0) {
            throw new SyntaxException(position, "an open bracket at the end");
        }
        if (!atLineStart()) {
            add(Token.Kind.NEWLINE, position);
        }
        while (indents.pop() > 0) {
            mark(Token.Kind.DEDENT, position);
        }
        add(Token.Kind.END, position);
    }

    private boolean atLineStart() {
        return brackets == 0 && (position == 0 || text.charAt(position - 1) == '\n');
    }

    private void indentation() {
        int start = position;
        while (position < text.length() && text.charAt(position) == ' ') {
            position++;
        }
        int width = position - start;
        if (position == text.length()) {
            return;
        }
        char next = text.charAt(position);
        if (next == '\n' || next == '\r' || next == '#') {
            skipLine();
            return;
        }
        if (width > current()) {
            indents.push(width);
            mark(Token.Kind.INDENT, start);
        }
        while (width < current()) {
            indents.pop();
            mark(Token.Kind.DEDENT, start);
        }
        if (width != current()) {
            throw new SyntaxException(start, "an indentation of " + width + " spaces that matches no outer one");
        }
        token();
    }

    private int current() {
        return indents.element();
    }

    private void skipLine() {
        int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end + 1;
    }

    private void token() {
        int start = position;
        char first = text.charAt(position);
        if (first == ' ' || first == '\t' || first == '\r' || (first == '\n' && brackets > 0)) {
            position++;
        } else if (first == '\n') {
            position++;
            add(Token.Kind.NEWLINE, start);
        } else if (first == '#') {
            int end = text.indexOf('\n', position);
            position = end < 0 ? text.length() : end;
        } else if (first == '"' || first == '\'') {
            string(first);
            add(Token.Kind.STRING, start);
        } else if (isDigit(first)
                || (first == '.' && position + 1 < text.length() && isDigit(text.charAt(position + 1)))) {
            number();
            add(Token.Kind.NUMBER, start);
        } else if (Character.isLetter(first) || first == '_') {
            while (position < text.length() && isWord(text.charAt(position))) {
                position++;
            }
            add(Token.Kind.NAME, start);
        } else {
            operator(first);
        }
    }

    private void string(char quote) {
        int start = position++;
        while (position < text.length() && text.charAt(position) != quote) {
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
        if (position >= text.length()) {
            throw new SyntaxException(start, "a string without an end");
        }
        position++;
    }

    private void number() {
        while (position < text.length()) {
            char next = text.charAt(position);
            boolean sign = (next == '+' || next == '-') && "eE".indexOf(text.charAt(position - 1)) >= 0;
            if (!isWord(next) && next != '.' && !sign) {
                return;
            }
            position++;
        }
    }

    private void operator(char first) {
        int start = position;
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, position)) {
                position += operator.length();
                add(Token.Kind.OPERATOR, start);
                return;
            }
        }
        if (SINGLE.indexOf(first) < 0) {
            throw new SyntaxException(start, "the character '" + first + "'");
        }
        position++;
        brackets += "([{".indexOf(first) >= 0 ? 1 : ")]}".indexOf(first) >= 0 ? -1 : 0;
        if (brackets < 0) {
            throw new SyntaxException(start, "a closing bracket without an opening one");
        }
        add(Token.Kind.OPERATOR, start);
    }

    private void add(Token.Kind kind, int start) {
        tokens.add(new Token(kind, text.substring(start, position), start, position));
    }

    /** Indentation has a place but no length, so that what it ends does not reach into the next line. */
    private void mark(Token.Kind kind, int place) {
        tokens.add(new Token(kind, "", place, place));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
