package io.github.attention4j.render.image;

import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.render.image.internal.layout.PaletteFile;
import java.util.Locale;

/** The colours that stand for numbers. All of them can be told apart with the common kinds of colour blindness. */
public enum Palette {
    /** From dark violet over green to yellow, evenly to the eye (van der Walt and Smith 2015). */
    VIRIDIS,
    /** From dark blue over grey to yellow: looks nearly the same to everybody (Nuñez, Anderton and Renslow 2018). */
    CIVIDIS,
    /** From blue over near-white to red, for numbers with a middle such as differences (after ColorBrewer's RdBu). */
    DIVERGING;

    /** The number of colours of a palette. */
    public static final int SIZE = 256;

    /**
     * The name on the command line and in pages.
     *
     * @return {@code viridis}, {@code cividis} or {@code diverging}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The palette with a given {@link #label()}.
     *
     * @param label a label, in any case
     * @return the palette
     * @throws InvalidRequestException if no palette has that label
     */
    public static Palette ofLabel(String label) {
        for (Palette palette : values()) {
            if (palette.label().equalsIgnoreCase(label.strip())) {
                return palette;
            }
        }
        throw new InvalidRequestException("Unknown palette \"" + label + "\"; expected viridis, cividis or diverging");
    }

    /**
     * The colour of a position.
     *
     * @param position 0 to 1; what lies beyond is drawn like the nearer end
     * @return red, green and blue, eight bits each
     */
    public int colour(double position) {
        int index = (int) Math.round(Math.min(1, Math.max(0, position)) * (SIZE - 1));
        return PaletteFile.colours(label()).get(index).argb() & 0xffffff;
    }

    /**
     * The position of a colour: reads numbers back from a picture, to within 1/255 of the scale.
     *
     * @param rgb red, green and blue, eight bits each; other bits are ignored
     * @return 0 to 1: where the palette's nearest colour stands
     */
    public double position(int rgb) {
        int nearest = 0;
        int smallest = Integer.MAX_VALUE;
        for (int index = 0; index < SIZE; index++) {
            int distance = distance(rgb, colour(index / (SIZE - 1.0)));
            if (distance < smallest) {
                smallest = distance;
                nearest = index;
            }
        }
        return nearest / (SIZE - 1.0);
    }

    private static int distance(int left, int right) {
        int sum = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int difference = (left >> shift & 0xff) - (right >> shift & 0xff);
            sum += difference * difference;
        }
        return sum;
    }
}
