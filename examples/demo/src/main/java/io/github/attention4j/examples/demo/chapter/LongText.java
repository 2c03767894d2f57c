package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.analysis.compare.HeadRef;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.render.AttentionViews;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A real passage of some five hundred tokens, of which one layer is asked for. */
public final class LongText {
    private static final HeadRef HEAD = new HeadRef(5, 11);

    private LongText() {}

    /**
     * Reads the beginning of "Alice's Adventures in Wonderland".
     *
     * @param models the models
     * @return what the page needs
     */
    public static Contents of(Models models) {
        AttentionExtractor model = models.miniLm();
        AttentionRequest request =
                AttentionRequest.builder(passage()).layers(HEAD.layer()).build();
        Reading reading = Reading.ofEncoder(model.extract(request));
        long begin = System.nanoTime();
        model.extract(request);
        long milliseconds = (System.nanoTime() - begin) / 1_000_000;
        int tokens = reading.stack().keyTokens().size();
        return new Contents()
                .put("tokenCount", Integer.toString(tokens))
                .put(
                        "weightCount",
                        String.format(
                                "%,d", tokens * tokens * reading.stack().heads().size()))
                .put("milliseconds", Long.toString(milliseconds))
                .view(
                        "text",
                        "The passage, coloured by what one word takes",
                        AttentionViews.textView(reading.result())
                                .includeHeads(HEAD.head())
                                .heads(HEAD.head())
                                .state(reading.holding("query", "it")))
                .view(
                        "lines",
                        "The same passage as lines",
                        AttentionViews.headView(reading.result()).heads(HEAD.head()));
    }

    private static String passage() {
        try (InputStream in = LongText.class.getResourceAsStream("alice.txt")) {
            if (in == null) {
                throw new IllegalStateException("alice.txt is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
