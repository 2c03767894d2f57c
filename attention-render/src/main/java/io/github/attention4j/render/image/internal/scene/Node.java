package io.github.attention4j.render.image.internal.scene;

import java.awt.image.BufferedImage;
import java.util.List;

/** What a picture is made of. Lengths are points of the picture at scale 1; y points downwards. */
public sealed interface Node {
    /**
     * A filled rectangle; sharp-edged ones meet without a seam.
     *
     * @param radius of the corners; 0 for sharp edges
     */
    record Box(double x, double y, double width, double height, double radius, Colour fill) implements Node {}

    /** The outline of a rectangle, drawn inside its edges. */
    record Frame(double x, double y, double width, double height, double radius, double stroke, Colour colour)
            implements Node {}

    /** A filled circle. */
    record Dot(double x, double y, double radius, Colour fill) implements Node {}

    /**
     * Straight lines of one colour, painted as one: where they cross, a translucent colour does not add up.
     *
     * @param ends x1, y1, x2, y2 of each line
     */
    @SuppressWarnings("ArrayRecordComponent") // thousands of lines; nobody compares them
    record Lines(double[] ends, double width, Colour colour) implements Node {}

    /** Where a text lies with respect to its position. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /**
     * One line of text.
     *
     * @param text may be shown as it is: no control characters, no lone surrogates
     * @param y the baseline
     * @param upwards whether the text is turned to be read from bottom to top
     */
    record Text(String text, double x, double y, Letter letter, Anchor anchor, boolean upwards, Colour colour)
            implements Node {}

    /**
     * A matrix, one cell per pixel of the image, stretched without smoothing.
     *
     * @param title what is shown, for readers who cannot see it
     */
    record Raster(double x, double y, double width, double height, IndexedImage image, String title) implements Node {}

    /** A photograph, stretched smoothly. */
    record Photo(double x, double y, double width, double height, BufferedImage image, String title) implements Node {}

    /**
     * Things that belong together.
     *
     * @param title what they are, for readers who cannot see them; may be empty
     * @param dx how far all are moved to the right
     * @param dy how far all are moved down
     */
    record Group(String title, double dx, double dy, List<Node> nodes) implements Node {}
}
