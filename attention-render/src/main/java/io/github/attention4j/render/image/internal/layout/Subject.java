package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Selection;
import io.github.attention4j.Token;
import io.github.attention4j.render.image.PictureOptions;
import io.github.attention4j.render.image.internal.text.PlainText;
import io.github.attention4j.render.internal.Included;
import io.github.attention4j.render.internal.Opening;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a picture of one layer shows: the heads that the caller chose, or the head that says most.
 *
 * @param model the model's name; may be empty
 */
record Subject(String model, AttentionLayer layer, List<Integer> heads) {
    static Subject of(AttentionResult attention, PictureOptions options) {
        return of(attention, options, options.kind());
    }

    /** The same with a kind that suits the picture where the caller chose none. */
    static Subject of(AttentionResult attention, PictureOptions options, @Nullable AttentionKind kind) {
        Included all = Included.of(attention, Selection.all(), Selection.all());
        Opening opening = Opening.of(all, kind, options.layer(), options.heads());
        AttentionKind opened = all.stacks().stream()
                .filter(stack -> stack.name().equals(opening.stack()))
                .findFirst()
                .orElseThrow()
                .kind();
        return new Subject(
                PlainText.phrase(attention.model().name()),
                attention.stack(opened).layer(opening.layer()),
                opening.heads());
    }

    Weights weights() {
        return Weights.of(layer, heads);
    }

    /** What is shown, for headings. */
    String name() {
        return of(where());
    }

    /** What is shown where something was subtracted from it. */
    String differenceName() {
        return of("difference of " + where());
    }

    private String of(String what) {
        return model.isBlank() ? capital(what) : model + ": " + what;
    }

    private String where() {
        return layer.kind().label() + " attention, layer " + layer.number() + ", " + headNames();
    }

    private String headNames() {
        if (heads.size() == 1) {
            return "head " + heads.get(0);
        }
        return heads.size() == layer.heads().size()
                ? "mean of all " + heads.size() + " heads"
                : "mean of heads " + listed(heads);
    }

    private static String listed(List<Integer> numbers) {
        String list = String.join(", ", numbers.stream().map(String::valueOf).toList());
        return list.length() > 60 ? list.substring(0, 60) + "\u2026" : list;
    }

    /** The strongest weight, in words. */
    String strongest(Weights weights) {
        int index = weights.indexOfLargest();
        return String.format(
                Locale.ROOT,
                "The largest weight is %.3f, from \u201c%s\u201d to \u201c%s\u201d.",
                weights.values()[index],
                PlainText.label(
                        layer.queryTokens().get(index / weights.columns()).text()),
                PlainText.label(layer.keyTokens().get(index % weights.columns()).text()));
    }

    /** The query rows that the caller chose, checked; null if none were chosen. */
    @Nullable
    List<Integer> chosenQueries(PictureOptions options) {
        if (options.queries() == null) {
            return null;
        }
        List<Integer> rows = java.util.stream.IntStream.range(
                        0, layer.queryTokens().size())
                .boxed()
                .toList();
        return options.queries().from(rows, "query token");
    }

    /** The label of a query token. */
    String query(int row) {
        return PlainText.label(layer.queryTokens().get(row).text());
    }

    static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** Two results that are to be compared must be of the same tokens. */
    static void requireSameTokens(List<Token> left, List<Token> right) {
        if (left.size() != right.size()) {
            throw new InvalidRequestException("Only attention between the same tokens can be subtracted, but one has "
                    + left.size() + " and the other " + right.size());
        }
    }
}
