package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.analysis.HeadTable;
import io.github.attention4j.render.image.PictureOptions;
import io.github.attention4j.render.image.internal.scene.Colour;
import io.github.attention4j.render.image.internal.scene.Letter;
import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.scene.Scene;
import io.github.attention4j.render.image.internal.text.Lettering;

/** A cell for every head, layers downwards and heads to the right, in the colour of its number. */
public final class HeadMatrix {
    private static final double ROOM = 640;

    private HeadMatrix() {}

    /** The matrix of a table. */
    public static Drawing of(HeadTable table) {
        return options -> draw(table, Metric.of(table, options), options);
    }

    private static Scene draw(HeadTable table, Metric metric, PictureOptions options) {
        Sheet sheet = new Sheet(options);
        Look look = sheet.look();
        Scale scale = Scale.ofRange(metric.smallest(), metric.largest(), options.palette());
        int columns = metric.columns().size();
        int rows = metric.layers().size();
        double cell = Math.floor(Math.max(16, Math.min(38, ROOM / Math.max(columns, rows))));
        double x = 52;
        double y = 36;
        boolean everyLabel = cell >= 20;
        sheet.text("head", x, 10, Look.CAPTION, Node.Anchor.START, look.soft());
        sheet.text("layer", 0, y + cell / 2 + 4, Look.CAPTION, Node.Anchor.START, look.soft());
        for (int column = 0; column < columns; column++) {
            if (everyLabel || column % 2 == 0) {
                sheet.text(
                        String.valueOf(metric.columns().get(column)),
                        x + (column + 0.5) * cell,
                        y - 6,
                        Look.LABEL,
                        Node.Anchor.MIDDLE,
                        look.ink());
            }
        }
        for (int row = 0; row < rows; row++) {
            sheet.text(
                    String.valueOf(metric.layers().get(row)),
                    x - 6,
                    y + (row + 0.5) * cell + 4,
                    Look.LABEL,
                    Node.Anchor.END,
                    look.ink());
        }
        Letter letter = Letter.plain(Math.min(11, cell * 0.3));
        boolean numbers = options.annotations() == null ? letter.size() >= 8 : options.annotations();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double value =
                        table.value(metric.layers().get(row), metric.columns().get(column));
                double left = x + column * cell;
                double top = y + row * cell;
                if (Double.isNaN(value)) {
                    none(sheet, left, top, cell);
                    continue;
                }
                Colour fill = scale.colour(value);
                sheet.add(new Node.Box(left, top, cell, cell, 0, fill));
                if (numbers) {
                    String text = Lettering.fit(Ticks.format(value, metric.decimals()), letter, cell - 2);
                    sheet.text(
                            text,
                            left + cell / 2,
                            top + cell / 2 + letter.size() * 0.36,
                            letter,
                            Node.Anchor.MIDDLE,
                            fill.ink());
                }
            }
        }
        double barHeight = Math.max(72, Math.min(220, rows * cell));
        ColourBar bar = ColourBar.upright(scale, x + columns * cell + 16, y, barHeight, look, metric.name());
        sheet.addAll(bar.nodes());
        return sheet.finish(
                x + columns * cell + 16 + bar.width(),
                y + Math.max(rows * cell, bar.height()),
                metric.name() + " of " + table.kind().label() + " heads",
                "",
                "A matrix of " + rows + " layers by " + columns + " heads. " + metric.extremes());
    }

    /** A head without a number is crossed out. */
    private static void none(Sheet sheet, double left, double top, double cell) {
        sheet.add(new Node.Frame(left, top, cell, cell, 0, 0.5, sheet.look().soft()));
        double[] diagonal = {left, top, left + cell, top + cell};
        sheet.add(new Node.Lines(diagonal, 1, sheet.look().soft()));
    }
}
