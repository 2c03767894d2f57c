package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.render.image.Palette;
import io.github.attention4j.render.image.PictureOptions;
import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.scene.Scene;
import io.github.attention4j.render.image.internal.text.PlainText;
import java.util.List;

/** A small heat map of every head: layers downwards, heads to the right. */
public final class HeadGrid {
    private static final double GAP = 6;
    private static final double ROOM = 1700;

    private HeadGrid() {}

    /** A grid of all heads of one kind. */
    public static Drawing of(AttentionResult attention) {
        return options -> draw(attention, options);
    }

    private static Scene draw(AttentionResult attention, PictureOptions options) {
        AttentionKind kind = options.kind() == null ? attention.stacks().get(0).kind() : options.kind();
        AttentionStack stack = attention.stack(kind);
        List<Integer> layers = options.layer() == null
                ? stack.layers()
                : List.of(stack.layer(options.layer()).number());
        List<Integer> heads =
                options.heads() == null ? stack.heads() : options.heads().from(stack.heads(), "head");
        Sheet sheet = new Sheet(options);
        Look look = sheet.look();
        double size = size(stack, heads.size());
        double x = 64;
        double y = 22;
        for (int column = 0; column < heads.size(); column++) {
            sheet.text(
                    (column == 0 ? "head " : "") + heads.get(column),
                    x + column * (size + GAP) + size / 2,
                    14,
                    Look.LABEL,
                    Node.Anchor.MIDDLE,
                    look.soft());
        }
        for (int row = 0; row < layers.size(); row++) {
            AttentionLayer layer = stack.layer(layers.get(row));
            double top = y + row * (size + GAP);
            sheet.text(
                    "layer " + layer.number(),
                    x - 8,
                    top + size / 2 + Look.LABEL.size() * 0.36,
                    Look.LABEL,
                    Node.Anchor.END,
                    look.soft());
            for (int column = 0; column < heads.size(); column++) {
                double left = x + column * (size + GAP);
                sheet.add(cell(layer, heads.get(column), left, top, size, options));
                if (look.dark()) {
                    // The colours of small weights are hard to tell from a dark ground.
                    sheet.add(new Node.Frame(left - 1, top - 1, size + 2, size + 2, 0, 1, look.line()));
                }
            }
        }
        String model = PlainText.phrase(attention.model().name());
        String name = kind.label() + " attention of " + layers.size() + (layers.size() == 1 ? " layer" : " layers")
                + " and " + heads.size() + (heads.size() == 1 ? " head" : " heads");
        return sheet.finish(
                x + heads.size() * (size + GAP) - GAP,
                y + layers.size() * (size + GAP) - GAP,
                model.isBlank() ? Subject.capital(name) : model + ": " + name,
                "Rows of a square: tokens that look; columns: tokens that are looked at. Each head has its own scale,"
                        + " from 0 to its largest weight.",
                "A heat map of each head, layers downwards and heads to the right, of "
                        + stack.queryTokens().size() + " query by "
                        + stack.keyTokens().size() + " key tokens.");
    }

    private static double size(AttentionStack stack, int heads) {
        int tokens = Math.max(stack.queryTokens().size(), stack.keyTokens().size());
        double room = Math.max(28, Math.min(160, Math.floor(ROOM / heads - GAP)));
        double cells = Math.max(1, Math.floor(room / tokens));
        // Whole points per cell keep all cells of a square equally large, where there is room for it.
        double size = cells * tokens <= room ? Math.min(room, Math.max(cells * tokens, 64)) : room;
        return Math.max(28, size);
    }

    private static Node cell(AttentionLayer layer, int head, double x, double y, double size, PictureOptions options) {
        Weights weights = Weights.of(layer, List.of(head));
        Palette palette = options.palette();
        Scale scale = Scale.ofWeights(weights.smallest(), weights.largest(), palette);
        int most = (int) size;
        return new Node.Raster(
                x,
                y,
                size,
                size,
                scale.image(weights.atMost(most, most)),
                "layer " + layer.number() + ", head " + head);
    }
}
