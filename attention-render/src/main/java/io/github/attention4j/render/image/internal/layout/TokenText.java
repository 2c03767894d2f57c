package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.render.image.PictureOptions;
import io.github.attention4j.render.image.internal.scene.Scene;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text, each token upon the colour of how much it is looked at. */
public final class TokenText {
    private static final double ROOM = 640;

    private TokenText() {}

    /** The key tokens in running text. */
    public static Drawing of(AttentionResult attention) {
        return options -> draw(Subject.of(attention, options), options);
    }

    private static Scene draw(Subject subject, PictureOptions options) {
        AttentionLayer layer = subject.layer();
        Weights weights = subject.weights();
        List<Integer> chosen = subject.chosenQueries(options);
        float[] shown = chosen == null ? weights.columnMeans() : meanOfRows(weights, chosen);
        Sheet sheet = new Sheet(options);
        Look look = sheet.look();
        Scale scale = shades(shown, options, look, look.head(subject.heads().get(0)));
        boolean sameTokens = layer.queryTokens().equals(layer.keyTokens());
        Set<Integer> marked = chosen == null || !sameTokens ? Set.of() : new HashSet<>(chosen);
        TextFlow flow = new TextFlow(layer.keyTokens(), shown, scale, ROOM, marked, look);
        sheet.addAll(flow.nodes());
        double width = Math.max(flow.width(), 240);
        double barHeight = Math.max(64, Math.min(160, flow.height() - 6));
        ColourBar bar = ColourBar.upright(scale, width + 20, 4, barHeight, look, "weight");
        sheet.addAll(bar.nodes());
        String caption = caption(subject, chosen);
        return sheet.finish(
                width + 20 + bar.width(),
                Math.max(flow.height(), bar.height() + 4),
                subject.name(),
                caption,
                layer.keyTokens().size() + " tokens, each upon the colour of its weight. " + caption);
    }

    private static String caption(Subject subject, @Nullable List<Integer> chosen) {
        if (chosen == null) {
            return "How much each token is looked at: the mean over all query tokens.";
        }
        return chosen.size() == 1
                ? "Where \u201c" + subject.query(chosen.get(0)) + "\u201d looks (token " + chosen.get(0) + ")."
                : "Where " + chosen.size() + " tokens look: the mean of their rows.";
    }

    /** Shades of one colour, unless the caller chose a palette or there are negative numbers. */
    static Scale shades(
            float[] shown,
            PictureOptions options,
            Look look,
            io.github.attention4j.render.image.internal.scene.Colour full) {
        Weights row = new Weights(1, shown.length, shown);
        return options.palette() == null && row.smallest() >= 0
                ? Scale.ofShades(row.largest(), look, full)
                : Scale.ofWeights(row.smallest(), row.largest(), options.palette());
    }

    static float[] meanOfRows(Weights weights, List<Integer> rows) {
        float[] mean = new float[weights.columns()];
        for (int row : rows) {
            for (int column = 0; column < mean.length; column++) {
                mean[column] += weights.at(row, column) / rows.size();
            }
        }
        return mean;
    }
}
