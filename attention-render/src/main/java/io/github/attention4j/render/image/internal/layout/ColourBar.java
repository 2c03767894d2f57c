package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.text.Lettering;
import java.util.ArrayList;
import java.util.List;

/** The legend of a scale. */
record ColourBar(List<Node> nodes, double width, double height) {
    private static final double BAR = 12;

    /** An upright bar with its highest number on top. */
    static ColourBar upright(Scale scale, double x, double y, double height, Look look, String title) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node.Raster(x, y, BAR, height, scale.column(), title));
        int about = (int) Math.max(2, height / 36);
        Ticks ticks = Ticks.between(scale.low(), scale.high(), about);
        while (ticks.values().size() < 2) {
            ticks = Ticks.between(scale.low(), scale.high(), ++about);
        }
        double widest = 0;
        for (double value : ticks.values()) {
            double at = y + height * (scale.high() - value) / (scale.high() - scale.low());
            String label = ticks.label(value);
            nodes.add(new Node.Lines(new double[] {x + BAR, at, x + BAR + 4, at}, 1, look.soft()));
            nodes.add(new Node.Text(
                    label,
                    x + BAR + 7,
                    at + Look.LABEL.size() * 0.36,
                    Look.LABEL,
                    Node.Anchor.START,
                    false,
                    look.soft()));
            widest = Math.max(widest, Lettering.width(label, Look.LABEL));
        }
        return new ColourBar(nodes, BAR + 7 + Math.ceil(widest), height + 6);
    }
}
