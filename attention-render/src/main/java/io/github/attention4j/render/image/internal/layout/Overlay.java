package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.TokenRegion;
import io.github.attention4j.render.image.PictureOptions;
import io.github.attention4j.render.image.internal.scene.Colour;
import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.scene.Scene;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** An image that a vision model looked at, veiled where it is not looked at and coloured where it is. */
public final class Overlay {
    private static final double LARGEST = 480;

    private Overlay() {}

    /** The overlay of one image; its patches say where they lie. */
    public static Drawing of(AttentionResult attention, BufferedImage image) {
        return options -> draw(Subject.of(attention, options), image, options);
    }

    private static Scene draw(Subject subject, BufferedImage image, PictureOptions options) {
        AttentionLayer layer = subject.layer();
        Weights weights = subject.weights();
        List<Integer> chosen = subject.chosenQueries(options);
        float[] shown = chosen == null ? weights.columnMeans() : TokenText.meanOfRows(weights, chosen);
        double larger = Math.max(image.getWidth(), image.getHeight());
        double width = Math.round(LARGEST * image.getWidth() / larger);
        double height = Math.round(LARGEST * image.getHeight() / larger);
        float largest = 0;
        float smallest = 0;
        int patches = 0;
        for (int key = 0; key < shown.length; key++) {
            if (layer.keyTokens().get(key).region() != null) {
                largest = Math.max(largest, shown[key]);
                smallest = Math.min(smallest, shown[key]);
                patches++;
            }
        }
        if (patches == 0) {
            throw new InvalidInputException("None of the " + shown.length + " key tokens of "
                    + layer.kind().label() + " layer " + layer.number()
                    + " has a region; an overlay needs tokens that say where in the image they lie, see"
                    + " Token.withRegion");
        }
        Scale scale = Scale.ofWeights(smallest, largest, options.palette());
        Sheet sheet = new Sheet(options);
        sheet.add(new Node.Photo(0, 0, width, height, image, "the image"));
        List<Node> veil = new ArrayList<>();
        for (int key = 0; key < shown.length; key++) {
            TokenRegion region = layer.keyTokens().get(key).region();
            if (region != null) {
                // Strong patches are coloured clearly; weak ones leave the image to be seen, a little dimmed.
                double opacity = 0.15 + 0.55 * Math.abs(shown[key]) / Math.max(largest, -smallest);
                Colour colour = scale.colour(shown[key]).withOpacity(opacity);
                double left = Math.round(region.x() * width);
                double top = Math.round(region.y() * height);
                double right = Math.round((region.x() + region.width()) * width);
                double bottom = Math.round((region.y() + region.height()) * height);
                veil.add(new Node.Box(left, top, right - left, bottom - top, 0, colour));
            }
        }
        sheet.add(new Node.Group("weights of " + patches + " patches", 0, 0, veil));
        frames(sheet, layer, chosen == null ? List.of() : chosen, width, height);
        ColourBar bar =
                ColourBar.upright(scale, width + 16, 0, Math.max(72, Math.min(220, height)), sheet.look(), "weight");
        sheet.addAll(bar.nodes());
        String caption = chosen == null
                ? "How much each patch is looked at: the mean over all query tokens."
                : "Where "
                        + (chosen.size() == 1
                                ? "\u201c" + subject.query(chosen.get(0)) + "\u201d looks."
                                : chosen.size() + " tokens look.");
        return sheet.finish(
                width + 16 + bar.width(),
                Math.max(height, bar.height()),
                subject.name(),
                caption,
                "An image with the weights of " + patches + " patches. " + caption);
    }

    /** Frames the patches that look. */
    private static void frames(Sheet sheet, AttentionLayer layer, List<Integer> queries, double width, double height) {
        for (int query : queries) {
            TokenRegion region = layer.queryTokens().get(query).region();
            if (region != null) {
                double x = region.x() * width;
                double y = region.y() * height;
                sheet.add(new Node.Frame(
                        x, y, region.width() * width, region.height() * height, 0, 3, Colour.of("#000000")));
                sheet.add(new Node.Frame(
                        x, y, region.width() * width, region.height() * height, 0, 1.5, Colour.of("#ffffff")));
            }
        }
    }
}
