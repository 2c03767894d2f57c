package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.analysis.HeadTable;
import io.github.attention4j.render.image.PictureOptions;
import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.scene.Scene;
import io.github.attention4j.render.image.internal.text.Lettering;
import java.util.Comparator;
import java.util.List;

/** The heads with the largest numbers of a table, as bars in falling order. */
public final class HeadBars {
    private static final int MOST = 24;
    private static final double LENGTH = 420;
    private static final double PITCH = 19;
    private static final double LEFT = 62;

    private HeadBars() {}

    /** The bars of a table. */
    public static Drawing of(HeadTable table) {
        return options -> draw(table, Metric.of(table, options), options);
    }

    private static Scene draw(HeadTable table, Metric metric, PictureOptions options) {
        Sheet sheet = new Sheet(options);
        Look look = sheet.look();
        List<Metric.Head> shown = metric.heads().stream()
                .sorted(Comparator.comparingDouble(Metric.Head::value).reversed())
                .limit(MOST)
                .toList();
        double low = Math.min(0, shown.get(shown.size() - 1).value());
        double high = Math.max(0, shown.get(0).value());
        double unit = high > low ? LENGTH / (high - low) : 0;
        double zero = LEFT - low * unit;
        double widest = 0;
        for (int i = 0; i < shown.size(); i++) {
            Metric.Head head = shown.get(i);
            double y = i * PITCH;
            double end = zero + head.value() * unit;
            sheet.text(head.name(), LEFT - 8, y + 12.5, Look.LABEL, Node.Anchor.END, look.ink());
            sheet.add(new Node.Box(
                    Math.min(zero, end), y + 2, Math.max(0.5, Math.abs(end - zero)), PITCH - 5, 0, look.head(3)));
            String number = Ticks.format(head.value(), metric.decimals());
            sheet.text(number, Math.max(zero, end) + 6, y + 12.5, Look.LABEL, Node.Anchor.START, look.soft());
            widest = Math.max(widest, Math.max(zero, end) + 6 + Lettering.width(number, Look.LABEL));
        }
        double bottom = shown.size() * PITCH;
        sheet.add(new Node.Lines(new double[] {zero, -2, zero, bottom}, 1, look.soft()));
        String name = metric.name() + " of " + table.kind().label() + " heads";
        return sheet.finish(
                widest,
                bottom + 2,
                name,
                shown.size() < metric.heads().size()
                        ? "The " + shown.size() + " largest of "
                                + metric.heads().size() + " heads. L: layer, H: head."
                        : "L: layer, H: head.",
                "Bars of " + shown.size() + " heads in falling order. " + metric.extremes());
    }
}
