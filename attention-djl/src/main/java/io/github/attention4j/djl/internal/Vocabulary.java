package io.github.attention4j.djl.internal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.attention4j.TokenizerException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pieces of a {@code tokenizer.json} by their numbers. Immutable. */
public final class Vocabulary {
    private final Map<Long, String> pieces;
    private final Set<Long> special;
    private final boolean byteLevel;

    private Vocabulary(Map<Long, String> pieces, Set<Long> special, boolean byteLevel) {
        this.pieces = pieces;
        this.special = special;
        this.byteLevel = byteLevel;
    }

    /**
     * Reads the vocabulary.
     *
     * @param tokenizerJson the content of a {@code tokenizer.json}
     * @return the vocabulary
     * @throws TokenizerException if the content is something else
     */
    public static Vocabulary parse(String tokenizerJson) {
        try {
            JsonObject root = JsonParser.parseString(tokenizerJson).getAsJsonObject();
            Map<Long, String> pieces = new HashMap<>();
            readModel(root.getAsJsonObject("model"), pieces);
            Set<Long> special = new HashSet<>();
            JsonElement added = root.get("added_tokens");
            if (added != null && added.isJsonArray()) {
                for (JsonElement element : added.getAsJsonArray()) {
                    JsonObject token = element.getAsJsonObject();
                    long id = token.get("id").getAsLong();
                    pieces.put(id, token.get("content").getAsString());
                    if (token.has("special") && token.get("special").getAsBoolean()) {
                        special.add(id);
                    }
                }
            }
            return new Vocabulary(
                    pieces, special, String.valueOf(root.get("decoder")).contains("\"ByteLevel\""));
        } catch (JsonParseException | IllegalStateException | NullPointerException | UnsupportedOperationException e) {
            throw new TokenizerException(
                    "Not a Hugging Face tokenizer.json: expected an object with \"model\" and \"added_tokens\"", e);
        }
    }

    private static void readModel(@Nullable JsonObject model, Map<Long, String> pieces) {
        JsonElement vocabulary = model == null ? null : model.get("vocab");
        if (vocabulary == null) {
            throw new JsonParseException("no vocabulary");
        }
        if (vocabulary.isJsonArray()) {
            // Unigram: [piece, score] in the order of the numbers.
            long id = 0;
            for (JsonElement entry : vocabulary.getAsJsonArray()) {
                JsonArray pieceAndScore = entry.getAsJsonArray();
                pieces.put(id++, pieceAndScore.get(0).getAsString());
            }
        } else {
            vocabulary
                    .getAsJsonObject()
                    .entrySet()
                    .forEach(entry -> pieces.put(entry.getValue().getAsLong(), entry.getKey()));
        }
    }

    /**
     * The piece behind a number.
     *
     * @param id the number
     * @return the piece as the vocabulary spells it
     * @throws TokenizerException if there is no such number
     */
    public String piece(long id) {
        String piece = pieces.get(id);
        if (piece == null) {
            throw new TokenizerException(
                    "There is no token number " + id + "; the vocabulary has " + pieces.size() + " tokens");
        }
        return piece;
    }

    /**
     * Whether a token is one of the added special ones.
     *
     * @param id the number
     * @return true if so
     */
    public boolean isSpecial(long id) {
        return special.contains(id);
    }

    /**
     * A piece as a person reads it.
     *
     * @param piece the piece as the vocabulary spells it
     * @return without its markers
     */
    public String text(String piece) {
        String text = byteLevel ? ByteLevel.decode(piece) : piece;
        if (text.startsWith("##") && text.length() > 2) {
            text = text.substring(2);
        }
        if (text.endsWith("</w>") && text.length() > 4) {
            text = text.substring(0, text.length() - 4);
        }
        text = text.replace('▁', ' ');
        return text.isBlank() ? text : text.strip();
    }
}
