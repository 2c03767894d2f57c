package io.github.attention4j;

/**
 * The place of a token that is not text: an image patch, an audio frame, a cell of a table. All four numbers are
 * fractions of the whole input, so that they hold at any display size; audio uses the horizontal axis for time.
 *
 * @param x left edge, 0 to 1
 * @param y top edge, 0 to 1
 * @param width extent to the right, 0 to 1
 * @param height extent downwards, 0 to 1
 */
public record TokenRegion(double x, double y, double width, double height) {
    /**
     * Checks that the region lies within the input.
     *
     * @param x left edge
     * @param y top edge
     * @param width extent to the right
     * @param height extent downwards
     * @throws IllegalArgumentException if a number is negative, not finite, or the region reaches past 1
     */
    public TokenRegion {
        // A hair above 1 is rounding of n equal parts, not a mistake.
        if (!(x >= 0 && y >= 0 && width >= 0 && height >= 0 && x + width <= 1 + 1e-9 && y + height <= 1 + 1e-9)) {
            throw new IllegalArgumentException(
                    "Not a region of the unit square: x=" + x + ", y=" + y + ", width=" + width + ", height=" + height);
        }
    }
}
