package io.github.attention4j.examples.demo.chapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.GenerationRequest;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.render.AttentionViews;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A model that writes, and what it looks at for each piece. */
public final class Writing {
    private static final String PROMPT = "Captain Ahab stood upon the deck, and";
    private static final int PIECES = 40;

    private Writing() {}

    /**
     * Has the model write on.
     *
     * @param models the models
     * @return what the page needs
     */
    public static Contents of(Models models) {
        AttentionResult result =
                models.mobyGpt().generate(GenerationRequest.of(AttentionRequest.of(PROMPT), PIECES), piece -> {});
        JsonNode card = card();
        return new Contents()
                .put("prompt", PROMPT)
                .put("pieces", Integer.toString(PIECES))
                .put("bits", card.get("heldOutBitsPerByte").asText())
                .put("sample", card.get("samples").get(2).asText())
                .view(
                        "steps",
                        "A text while it is being written",
                        AttentionViews.generationView(result)
                                .kind(AttentionKind.DECODER)
                                .state("x-step=" + PIECES / 2));
    }

    private static JsonNode card() {
        try (InputStream in = Models.resource("models/moby-gpt/card.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
