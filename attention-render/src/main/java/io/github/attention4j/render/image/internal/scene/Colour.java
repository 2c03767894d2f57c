package io.github.attention4j.render.image.internal.scene;

import java.util.Locale;

/**
 * A colour of the sRGB space.
 *
 * @param argb eight bits each of opacity, red, green and blue
 */
public record Colour(int argb) {
    /** An opaque colour from its CSS form, such as {@code #1f5fd0}. */
    public static Colour of(String hex) {
        return new Colour(0xff000000 | Integer.parseInt(hex.substring(1), 16));
    }

    /** This colour with another opacity. */
    public Colour withOpacity(double opacity) {
        return new Colour((int) Math.round(255 * Math.min(1, Math.max(0, opacity))) << 24 | (argb & 0xffffff));
    }

    /** The opacity, 0 to 1. */
    public double opacity() {
        return (argb >>> 24) / 255.0;
    }

    /** The opaque colour on the way from this one (0) to another (1). */
    public Colour towards(Colour other, double share) {
        int mixed = 0xff;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = argb >> shift & 0xff;
            int to = other.argb >> shift & 0xff;
            mixed = mixed << 8 | (int) Math.round(from + share * (to - from));
        }
        return new Colour(mixed);
    }

    /** Black or white, whichever is easier to read on this colour (WCAG's contrast). */
    public Colour ink() {
        return new Colour(luminance() > 0.1791 ? 0xff000000 : 0xffffffff);
    }

    private double luminance() {
        return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0);
    }

    private double linear(int shift) {
        double value = (argb >> shift & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    /** The CSS form without the opacity. */
    public String hex() {
        return String.format(Locale.ROOT, "#%06x", argb & 0xffffff);
    }
}
