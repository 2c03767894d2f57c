package io.github.attention4j.render.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The payload's header as JSON that no HTML parser can mistake for markup. */
final class PayloadHeader {
    static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .characterEscapes(new MarkupEscapes())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private PayloadHeader() {}

    /** Nothing that begins a tag, a comment or an entity is written as itself. */
    private static final class MarkupEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
            for (char markup : new char[] {'<', '>', '&', '\'', '/'}) {
                escapes[markup] = CharacterEscapes.ESCAPE_STANDARD;
            }
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return new SerializedString("");
        }
    }

    static String json(AttentionResult attention, List<LayerChunk> chunks, Opening opening) throws IOException {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeStringField("model", attention.model().name());
            json.writeArrayFieldStart("stacks");
            int chunk = 0;
            for (AttentionStack stack : attention.stacks()) {
                chunk = writeStack(json, stack, chunks, chunk);
            }
            json.writeEndArray();
            writeOpening(json, opening);
            json.writeEndObject();
        }
        return out.toString();
    }

    private static int writeStack(JsonGenerator json, AttentionStack stack, List<LayerChunk> chunks, int firstChunk)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", stack.kind().label());
        writeTokens(json, "queryTokens", stack.queryTokens());
        writeTokens(json, "keyTokens", stack.keyTokens());
        json.writeArrayFieldStart("layers");
        int chunk = firstChunk;
        for (AttentionLayer layer : stack.stream().toList()) {
            json.writeStartObject();
            json.writeNumberField("number", layer.number());
            json.writeArrayFieldStart("heads");
            for (int head : layer.heads()) {
                json.writeNumber(head);
            }
            json.writeEndArray();
            json.writeStringField("layout", chunks.get(chunk).causal() ? "causal" : "full");
            json.writeNumberField("chunk", chunk++);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        return chunk;
    }

    private static void writeTokens(JsonGenerator json, String name, TokenSequence tokens) throws IOException {
        json.writeArrayFieldStart(name);
        for (Token token : tokens) {
            json.writeStartObject();
            json.writeStringField("text", token.text());
            json.writeStringField("piece", token.piece());
            json.writeBooleanField("special", token.special());
            json.writeNumberField("segment", token.segment());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeOpening(JsonGenerator json, Opening opening) throws IOException {
        json.writeObjectFieldStart("opening");
        json.writeStringField("kind", opening.kind().label());
        json.writeNumberField("layer", opening.layer());
        json.writeArrayFieldStart("heads");
        for (int head : opening.heads()) {
            json.writeNumber(head);
        }
        json.writeEndArray();
        json.writeStringField("reason", opening.reason());
        json.writeEndObject();
    }
}
