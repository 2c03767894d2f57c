package io.github.attention4j.io;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.CharSpan;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.io.internal.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a result in a file: {@code {"encoder": [{"text", "id", "start", "end", "special", "segment"}],
 * "decoder": […]}}; {@code start} and {@code end} count UTF-16 units and are absent for tokens that cover no text.
 *
 * @param encoder the tokens that encoder layers relate, and that cross-attention looks at; may be empty
 * @param decoder the tokens that decoder layers relate, and that look in cross-attention; may be empty
 */
public record TokensJson(TokenSequence encoder, TokenSequence decoder) {
    /**
     * The tokens of a result.
     *
     * @param result any result
     * @return its tokens
     */
    public static TokensJson of(AttentionResult result) {
        TokenSequence none = TokenSequence.of(List.of());
        TokenSequence encoder = none;
        TokenSequence decoder = none;
        for (AttentionStack stack : result.stacks()) {
            if (stack.kind() != AttentionKind.DECODER) {
                encoder = encoder.isEmpty() ? stack.keyTokens() : encoder;
            }
            if (stack.kind() != AttentionKind.ENCODER) {
                TokenSequence queries = stack.kind() == AttentionKind.DECODER ? stack.keyTokens() : stack.queryTokens();
                decoder = decoder.isEmpty() ? queries : decoder;
            }
        }
        return new TokensJson(encoder, decoder);
    }

    /**
     * Reads a file.
     *
     * @param file a {@code tokens.json}
     * @return the tokens
     * @throws AttentionFileException if the file cannot be read or is something else
     */
    public static TokensJson read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new AttentionFileException("Cannot read " + file, e);
        } catch (AttentionFileException e) {
            throw new AttentionFileException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a document.
     *
     * @param json the content of a {@code tokens.json}
     * @return the tokens
     * @throws AttentionFileException if the document is something else
     */
    public static TokensJson parse(String json) {
        if (!(Json.parse(json) instanceof Map<?, ?> root)) {
            throw new AttentionFileException("Expected an object with \"encoder\" and \"decoder\"");
        }
        return new TokensJson(sequence(root.get("encoder")), sequence(root.get("decoder")));
    }

    private static TokenSequence sequence(@Nullable Object list) {
        List<Token> tokens = new ArrayList<>();
        if (list == null) {
            return TokenSequence.of(tokens);
        }
        if (!(list instanceof List<?> items)) {
            throw new AttentionFileException("\"encoder\" and \"decoder\" are lists of tokens");
        }
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> token) || !(token.get("text") instanceof String text)) {
                throw new AttentionFileException("Token " + tokens.size() + " is not an object with a \"text\"");
            }
            int start = (int) number(token.get("start"));
            int end = (int) number(token.get("end"));
            tokens.add(new Token(
                    tokens.size(),
                    number(token.get("id")),
                    text,
                    text,
                    start < 0 || end < start ? null : new CharSpan(start, end),
                    Boolean.TRUE.equals(token.get("special")),
                    (int) Math.max(0, number(token.get("segment"))),
                    Token.UNKNOWN,
                    null));
        }
        return TokenSequence.of(tokens);
    }

    private static long number(@Nullable Object value) {
        return value instanceof Double number ? number.longValue() : Token.UNKNOWN;
    }

    /**
     * Writes a file; on failure the file is as it was.
     *
     * @param file where to
     * @throws AttentionFileException if the file cannot be written
     */
    public void write(Path file) {
        try {
            AtomicFile.write(file, out -> out.write(toJson().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AttentionFileException("Cannot write " + file, e);
        }
    }

    /**
     * The document.
     *
     * @return JSON
     */
    public String toJson() {
        StringBuilder out = new StringBuilder("{\"encoder\":");
        write(encoder, out);
        out.append(",\"decoder\":");
        write(decoder, out);
        return out.append("}\n").toString();
    }

    private static void write(TokenSequence tokens, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            out.append(i == 0 ? "\n" : ",\n").append("{\"text\":");
            Json.quote(token.text(), out);
            out.append(",\"id\":").append(token.id());
            CharSpan span = token.charSpan();
            if (span != null) {
                out.append(",\"start\":")
                        .append(span.start())
                        .append(",\"end\":")
                        .append(span.end());
            }
            out.append(",\"special\":")
                    .append(token.special())
                    .append(",\"segment\":")
                    .append(token.segment())
                    .append('}');
        }
        out.append(']');
    }
}
