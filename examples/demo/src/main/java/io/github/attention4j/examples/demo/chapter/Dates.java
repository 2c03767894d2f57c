package io.github.attention4j.examples.demo.chapter;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.signal.AlignmentMethod;
import io.github.attention4j.analysis.signal.WordAlignment;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.examples.demo.site.Claim;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.render.AttentionViews;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Cross-attention: a model that writes while it looks at what it has read. */
public final class Dates {
    private static final String WRITTEN = "Thursday, 15 July 1965";

    private Dates() {}

    /**
     * Has the model write a date, character by character.
     *
     * @param models the models
     * @return what the page needs
     */
    public static Contents of(Models models) {
        List<String> vocabulary = vocabulary();
        List<String> source =
                Stream.concat(Stream.of(WRITTEN.split("")), Stream.of("</s>")).toList();
        List<String> target = new ArrayList<>(List.of("<s>"));
        AttentionResult result = read(models, vocabulary, source, target);
        String next = vocabulary.get(Logits.likeliest(result));
        while (target.size() < 12 && !next.equals("</s>")) {
            target.add(next);
            result = read(models, vocabulary, source, target);
            next = vocabulary.get(Logits.likeliest(result));
        }
        String iso = String.join("", target.subList(1, target.size()));
        Claim.check(iso.equals("1965-07-15"), "the model writes 1965-07-15");
        AttentionStack cross = result.stack(AttentionKind.CROSS);
        WordAlignment alignment = WordAlignment.of(cross, AlignmentMethod.ARGMAX);
        List<List<String>> rows = new ArrayList<>();
        for (int query = 0; query < iso.length(); query++) {
            String seen = alignment.keysOf(query).stream()
                    .map(key -> key < WRITTEN.length() ? marked(key) : "the end")
                    .collect(Collectors.joining("; "));
            rows.add(List.of("“" + iso.charAt(query) + "”", seen.isEmpty() ? "nothing in particular" : seen));
        }
        return new Contents()
                .put("written", WRITTEN)
                .put("iso", iso)
                .table("alignment", List.of("writes", "while it looks most at"), rows)
                .view(
                        "steps",
                        "Where the model looks while it writes the date",
                        AttentionViews.generationView(result)
                                .kind(AttentionKind.CROSS)
                                .state("x-step=" + (iso.length() - 1)))
                .view(
                        "heat",
                        "Cross-attention of layer 1",
                        AttentionViews.headView(result)
                                .kind(AttentionKind.CROSS)
                                .layer(1));
    }

    /** The date with one character in brackets. */
    private static String marked(int key) {
        return WRITTEN.substring(0, key) + "[" + WRITTEN.charAt(key) + "]" + WRITTEN.substring(key + 1);
    }

    private static AttentionResult read(
            Models models, List<String> vocabulary, List<String> source, List<String> target) {
        AttentionInput input = new AttentionInput.Tensors(
                Map.of("input_ids", ids(vocabulary, source), "decoder_input_ids", ids(vocabulary, target)),
                TokenSequence.ofTexts(target.toArray(String[]::new)),
                TokenSequence.ofTexts(source.toArray(String[]::new)));
        return models.dates()
                .extract(AttentionRequest.builder(input).outputs(true).build());
    }

    private static Tensor ids(List<String> vocabulary, List<String> tokens) {
        long[] ids = tokens.stream().mapToLong(vocabulary::indexOf).toArray();
        return Tensor.ofLongs(ids, 1, ids.length);
    }

    private static List<String> vocabulary() {
        try (InputStream in = Models.resource("models/date-seq2seq/vocabulary.json")) {
            return List.of(new ObjectMapper().readValue(in, String[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
