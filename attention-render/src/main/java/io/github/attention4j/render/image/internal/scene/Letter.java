package io.github.attention4j.render.image.internal.scene;

/**
 * How text is set.
 *
 * @param size of the font, in points of the picture at scale 1
 */
public record Letter(double size, boolean bold, boolean italic) {
    /** Upright text of normal weight. */
    public static Letter plain(double size) {
        return new Letter(size, false, false);
    }

    /** Upright bold text. */
    public static Letter bold(double size) {
        return new Letter(size, true, false);
    }
}
