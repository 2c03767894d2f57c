package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.render.image.PictureOptions;
import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.scene.Scene;
import io.github.attention4j.render.image.internal.text.Lettering;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** One strip per step of a generation: the text so far, coloured by where the step's token looks. */
public final class Steps {
    private static final int MOST = 8;
    private static final double ROOM = 640;
    private static final double GUTTER = 132;
    private static final double GAP = 12;

    private Steps() {}

    /** The steps of a decoder's self-attention, or of another kind where the caller says so or there is no such. */
    public static Drawing of(AttentionResult attention) {
        return options -> {
            AttentionKind kind = options.kind() == null && attention.has(AttentionKind.DECODER)
                    ? AttentionKind.DECODER
                    : options.kind();
            return draw(Subject.of(attention, options, kind), options);
        };
    }

    private static Scene draw(Subject subject, PictureOptions options) {
        AttentionLayer layer = subject.layer();
        Weights weights = subject.weights();
        List<Integer> chosen = subject.chosenQueries(options);
        List<Integer> rows = chosen == null ? spread(weights.rows()) : chosen;
        Sheet sheet = new Sheet(options);
        Look look = sheet.look();
        boolean causal = layer.kind() == AttentionKind.DECODER;
        float largest = 0;
        for (int row : rows) {
            // A token that can look only at itself does so with 1: that says nothing and would pale all the others.
            if (rows.size() == 1 || !causal || known(layer, row) > 1) {
                for (float weight : weights.row(row)) {
                    largest = Math.max(largest, weight);
                }
            }
        }
        Scale scale = TokenText.shades(
                new float[] {Math.min(0, weights.smallest()), largest},
                options,
                look,
                look.head(subject.heads().get(0)));
        double y = 0;
        double width = 0;
        for (int row : rows) {
            int known = causal ? known(layer, row) : weights.columns();
            float[] shown = Arrays.copyOf(weights.row(row), known);
            Set<Integer> marked = causal && known > 0 ? Set.of(known - 1) : Set.of();
            TextFlow flow = new TextFlow(layer.keyTokens(), shown, scale, ROOM, marked, look);
            String name = Lettering.fit(subject.query(row), Look.TITLE, GUTTER - 34);
            sheet.text(String.valueOf(row), 22, y + 15, Look.CAPTION, Node.Anchor.END, look.soft());
            sheet.text(name, 30, y + 15.5, Look.TITLE, Node.Anchor.START, look.ink());
            sheet.add(new Node.Group("step " + row, GUTTER, y, flow.nodes()));
            y += flow.height() + GAP;
            width = Math.max(width, flow.width());
        }
        ColourBar bar = ColourBar.upright(scale, GUTTER + width + 20, 4, 96, look, "weight");
        sheet.addAll(bar.nodes());
        return sheet.finish(
                GUTTER + width + 20 + bar.width(),
                Math.max(y - GAP, bar.height() + 4),
                subject.name(),
                rows.size() < weights.rows()
                        ? rows.size() + " of " + weights.rows() + " steps: where each token looks."
                        : "Where each token looks, step by step.",
                rows.size() + " of " + weights.rows()
                        + " generation steps, each with the tokens that it could look at.");
    }

    /** How many keys a query could see: those up to its own token. */
    private static int known(AttentionLayer layer, int row) {
        int index = layer.queryTokens().get(row).index();
        int known = 0;
        while (known < layer.keyTokens().size() && layer.keyTokens().get(known).index() <= index) {
            known++;
        }
        return Math.max(1, known);
    }

    /** All rows, or some from the first to the last. */
    private static List<Integer> spread(int rows) {
        int count = Math.min(rows, MOST);
        return IntStream.range(0, count)
                .mapToObj(i -> count == 1 ? 0 : (int) Math.round((double) i * (rows - 1) / (count - 1)))
                .distinct()
                .toList();
    }
}
