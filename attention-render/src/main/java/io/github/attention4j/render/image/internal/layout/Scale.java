package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.render.image.Palette;
import io.github.attention4j.render.image.internal.scene.Colour;
import io.github.attention4j.render.image.internal.scene.IndexedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which colour a number has.
 *
 * @param low the number of the first colour
 * @param high the number of the last colour
 * @param colours from low to high
 */
record Scale(double low, double high, List<Colour> colours) {
    /**
     * The scale of numbers that come from weights: from 0 if none is negative, else as far down as up.
     *
     * @param chosen the caller's palette, or null for the one that suits the numbers
     */
    static Scale ofWeights(double smallest, double largest, @Nullable Palette chosen) {
        if (smallest < 0) {
            double reach = Math.max(-smallest, largest);
            return new Scale(-reach, reach, colours(chosen == null ? Palette.DIVERGING : chosen));
        }
        return new Scale(0, largest > 0 ? largest : 1, colours(chosen == null ? Palette.VIRIDIS : chosen));
    }

    /** The scale of numbers that need not begin at 0. */
    static Scale ofRange(double smallest, double largest, @Nullable Palette chosen) {
        if (smallest < 0 && largest > 0) {
            return ofWeights(smallest, largest, chosen);
        }
        double pad = largest > smallest ? 0 : Math.max(Math.abs(largest), 1) / 2;
        return new Scale(smallest - pad, largest + pad, colours(chosen == null ? Palette.VIRIDIS : chosen));
    }

    /** A scale of weights in shades of one colour upon the ground. */
    static Scale ofShades(double largest, Look look, Colour full) {
        return new Scale(0, largest > 0 ? largest : 1, PaletteFile.ramp(List.of(look.ground(), full)));
    }

    static List<Colour> colours(Palette palette) {
        return PaletteFile.colours(palette.label());
    }

    int index(double value) {
        double position = (value - low) / (high - low);
        // Adding a half rounds positive numbers as Math.round does, at a fraction of its cost.
        return (int) (Math.min(1, Math.max(0, position)) * (colours.size() - 1) + 0.5);
    }

    Colour colour(double value) {
        return colours.get(index(value));
    }

    /** A pixel for each number. */
    IndexedImage image(Weights weights) {
        byte[] indices = new byte[weights.values().length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (byte) index(weights.values()[i]);
        }
        return new IndexedImage(weights.columns(), weights.rows(), indices, argb());
    }

    /** All colours in a column, the highest first. */
    IndexedImage column() {
        byte[] indices = new byte[colours.size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (byte) (indices.length - 1 - i);
        }
        return new IndexedImage(1, indices.length, indices, argb());
    }

    private int[] argb() {
        return colours.stream().mapToInt(Colour::argb).toArray();
    }
}
