package io.github.attention4j.render.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.TokenSequence;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts behind the tokens, per stack and side, and where each token lies in them. */
public final class TextExtra implements Extra {
    private final AttentionResult attention;

    /**
     * The texts of a result: the input where the result knows it, or else the tokens put together again.
     *
     * @param attention the result
     */
    public TextExtra(AttentionResult attention) {
        this.attention = attention;
    }

    @Override
    public String name() {
        return "text";
    }

    @Override
    public void write(JsonGenerator json, BlockList blocks, SequenceTable sequences) throws IOException {
        List<String> original = attention.request().map(TextExtra::texts).orElse(List.of());
        json.writeStartArray();
        for (AttentionStack stack : attention.stacks()) {
            json.writeStartObject();
            json.writeStringField("kind", stack.kind().label());
            writeSide(json, "queries", stack.queryTokens(), original);
            writeSide(json, "keys", stack.keyTokens(), original);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static List<String> texts(AttentionRequest request) {
        if (request.input() instanceof AttentionInput.Text text) {
            String pair = text.pair();
            return pair == null ? List.of(text.text()) : List.of(text.text(), pair);
        }
        return List.of();
    }

    private static void writeSide(JsonGenerator json, String name, TokenSequence tokens, List<String> original)
            throws IOException {
        ReadableText text = ReadableText.of(tokens, original);
        json.writeObjectFieldStart(name);
        json.writeArrayFieldStart("paragraphs");
        for (String paragraph : text.paragraphs()) {
            json.writeString(paragraph);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("places");
        for (ReadableText.@Nullable Place place : text.places()) {
            if (place == null) {
                json.writeNull();
            } else {
                json.writeStartArray();
                json.writeNumber(place.paragraph());
                json.writeNumber(place.start());
                json.writeNumber(place.end());
                json.writeEndArray();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
