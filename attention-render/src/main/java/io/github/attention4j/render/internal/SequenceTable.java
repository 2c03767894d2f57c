package io.github.attention4j.render.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.attention4j.CharSpan;
import io.github.attention4j.Token;
import io.github.attention4j.TokenRegion;
import io.github.attention4j.TokenSequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The token sequences of a payload, each written once however many stacks share it. */
public final class SequenceTable {
    private final List<TokenSequence> sequences = new ArrayList<>();

    /**
     * Adds a sequence, unless an equal one is there.
     *
     * @param tokens the sequence
     * @return its number in the header
     */
    public int add(TokenSequence tokens) {
        int known = sequences.indexOf(tokens);
        if (known >= 0) {
            return known;
        }
        sequences.add(tokens);
        return sequences.size() - 1;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (TokenSequence tokens : sequences) {
            write(json, tokens);
        }
        json.writeEndArray();
    }

    private interface Property {
        void write(Token token) throws IOException;
    }

    /** Property by property: a property that says nothing is left out. */
    private static void write(JsonGenerator json, TokenSequence tokens) throws IOException {
        json.writeStartObject();
        column(json, "texts", tokens, token -> json.writeString(token.text()));
        if (tokens.stream().anyMatch(token -> !token.piece().equals(token.text()))) {
            column(json, "pieces", tokens, token -> json.writeString(token.piece()));
        }
        if (tokens.stream().anyMatch(Token::special)) {
            json.writeArrayFieldStart("special");
            for (int position = 0; position < tokens.size(); position++) {
                if (tokens.get(position).special()) {
                    json.writeNumber(position);
                }
            }
            json.writeEndArray();
        }
        if (tokens.stream().anyMatch(token -> token.segment() != 0)) {
            column(json, "segments", tokens, token -> json.writeNumber(token.segment()));
        }
        if (tokens.stream().anyMatch(token -> token.word() != Token.UNKNOWN)) {
            column(json, "words", tokens, token -> json.writeNumber(token.word()));
        }
        if (tokens.stream().anyMatch(token -> token.charSpan() != null)) {
            column(json, "spans", tokens, token -> writeSpan(json, token));
        }
        if (tokens.stream().anyMatch(token -> token.region() != null)) {
            column(json, "regions", tokens, token -> writeRegion(json, token));
        }
        json.writeEndObject();
    }

    private static void column(JsonGenerator json, String name, TokenSequence tokens, Property property)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Token token : tokens) {
            property.write(token);
        }
        json.writeEndArray();
    }

    private static void writeSpan(JsonGenerator json, Token token) throws IOException {
        CharSpan span = token.charSpan();
        if (span == null) {
            json.writeNull();
        } else {
            json.writeArray(new int[] {span.start(), span.end()}, 0, 2);
        }
    }

    private static void writeRegion(JsonGenerator json, Token token) throws IOException {
        TokenRegion region = token.region();
        if (region == null) {
            json.writeNull();
        } else {
            json.writeArray(new double[] {region.x(), region.y(), region.width(), region.height()}, 0, 4);
        }
    }
}
