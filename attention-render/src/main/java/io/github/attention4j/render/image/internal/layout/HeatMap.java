package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.AttentionResult;
import io.github.attention4j.Token;
import io.github.attention4j.render.image.PictureOptions;
import io.github.attention4j.render.image.internal.scene.Letter;
import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.scene.Scene;
import io.github.attention4j.render.image.internal.text.Lettering;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A matrix of weights, one cell per pair of tokens: queries downwards, keys to the right. */
public final class HeatMap {
    private static final double LARGEST_CELL = 44;
    private static final double USUAL_PLOT = 560;
    private static final double SMALLEST_CELL = 1.5;
    private static final double LARGEST_PLOT = 2400;
    private static final int MOST_CELLS = 1600;

    private HeatMap() {}

    /** A heat map of one head, or of the mean of several. */
    public static Drawing of(AttentionResult attention) {
        return options -> {
            Subject subject = Subject.of(attention, options);
            Weights weights = subject.weights();
            Scale scale = Scale.ofWeights(weights.smallest(), weights.largest(), options.palette());
            return draw(
                    options,
                    weights,
                    scale,
                    subject.layer().queryTokens(),
                    subject.layer().keyTokens(),
                    subject.name(),
                    subject.strongest(weights));
        };
    }

    /** What one attention has more (red) or less (blue) than another. */
    public static Drawing ofDifference(AttentionResult attention, AttentionResult reference) {
        return options -> {
            Subject subject = Subject.of(attention, options);
            Subject other = new Subject(
                    subject.model(),
                    reference
                            .stack(subject.layer().kind())
                            .layer(subject.layer().number()),
                    subject.heads());
            Subject.requireSameTokens(
                    subject.layer().queryTokens(), other.layer().queryTokens());
            Subject.requireSameTokens(subject.layer().keyTokens(), other.layer().keyTokens());
            Weights weights = subject.weights();
            float[] minus = other.weights().values();
            float reach = Float.MIN_NORMAL;
            for (int i = 0; i < minus.length; i++) {
                weights.values()[i] -= minus[i];
                reach = Math.max(reach, Math.abs(weights.values()[i]));
            }
            Scale scale = Scale.ofWeights(-reach, reach, options.palette());
            return draw(
                    options,
                    weights,
                    scale,
                    subject.layer().queryTokens(),
                    subject.layer().keyTokens(),
                    subject.differenceName(),
                    "Positive where the first attention is stronger, negative where the second is.");
        };
    }

    private static Scene draw(
            PictureOptions options,
            Weights weights,
            Scale scale,
            List<Token> queries,
            List<Token> keys,
            String name,
            String strongest) {
        Sheet sheet = new Sheet(options);
        Look look = sheet.look();
        double cellWidth = cell(weights.columns());
        // A few rows over many columns, or the other way round, get cells that are no thinner than their labels.
        double cellHeight = Math.min(cell(weights.rows()), Math.max(cellWidth, 18));
        cellWidth = Math.min(cellWidth, Math.max(cellHeight, 18));
        double width = weights.columns() * cellWidth;
        double height = weights.rows() * cellHeight;
        TokenAxis left = new TokenAxis(queries, cellHeight);
        TokenAxis top = new TokenAxis(keys, cellWidth);
        double x = left.width() + 16;
        double y = top.height() + 16;
        sheet.addAll(left.leftOf(x, y, look));
        sheet.addAll(top.above(x, y, look));
        sheet.add(new Node.Raster(
                x, y, width, height, scale.image(weights.atMost(MOST_CELLS, MOST_CELLS)), name + ". " + strongest));
        annotate(sheet, options.annotations(), weights, scale, x, y, cellWidth, cellHeight);
        sheet.text("key (looked at)", x, 8, Look.CAPTION, Node.Anchor.START, look.soft());
        sheet.add(new Node.Text("query (looks)", 8, y + height, Look.CAPTION, Node.Anchor.START, true, look.soft()));
        double barHeight = Math.max(72, Math.min(height, 220));
        ColourBar bar = ColourBar.upright(scale, x + width + 16, y, barHeight, look, "weight");
        sheet.addAll(bar.nodes());
        return sheet.finish(
                x + width + 16 + bar.width(),
                y + Math.max(height, Math.max(bar.height(), 76)),
                name,
                "",
                "Heat map of " + weights.rows() + " query tokens (rows) by " + weights.columns()
                        + " key tokens (columns). " + strongest);
    }

    /** Large cells for a few tokens; for many, half points, so that at scale 2 all cells are equally large. */
    private static double cell(int count) {
        double cell = Math.min(LARGEST_CELL, Math.max(Math.ceil(2 * USUAL_PLOT / count) / 2, SMALLEST_CELL));
        return Math.min(cell, LARGEST_PLOT / count);
    }

    private static void annotate(
            Sheet sheet,
            @Nullable Boolean wanted,
            Weights weights,
            Scale scale,
            double x,
            double y,
            double cellWidth,
            double cellHeight) {
        Letter letter = Letter.plain(Math.min(12, Math.min(cellHeight * 0.6, cellWidth * 0.32)));
        boolean fits = letter.size() >= 7.5;
        if (Boolean.FALSE.equals(wanted) || (!fits && (wanted == null || letter.size() < 4))) {
            return;
        }
        int decimals = scale.high() < 100 ? 2 : 0;
        for (int row = 0; row < weights.rows(); row++) {
            for (int column = 0; column < weights.columns(); column++) {
                float weight = weights.at(row, column);
                String text = Lettering.fit(Ticks.format(weight, decimals), letter, cellWidth - 2);
                sheet.text(
                        text,
                        x + (column + 0.5) * cellWidth,
                        y + (row + 0.5) * cellHeight + letter.size() * 0.36,
                        letter,
                        Node.Anchor.MIDDLE,
                        scale.colour(weight).ink());
            }
        }
    }
}
