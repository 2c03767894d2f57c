package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.render.image.PictureOptions;
import io.github.attention4j.render.image.internal.scene.Colour;
import io.github.attention4j.render.image.internal.scene.Letter;
import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.scene.Scene;
import io.github.attention4j.render.image.internal.text.Lettering;
import io.github.attention4j.render.image.internal.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/** What all pictures have around them: a margin, a heading and a caption. */
final class Sheet {
    private static final double MARGIN = 20;
    private static final double NARROWEST = 320;

    private final PictureOptions options;
    private final Look look;
    private final List<Node> content = new ArrayList<>();

    Sheet(PictureOptions options) {
        this.options = options;
        this.look = Look.of(options.theme());
    }

    Look look() {
        return look;
    }

    void add(Node node) {
        content.add(node);
    }

    void addAll(List<Node> nodes) {
        content.addAll(nodes);
    }

    /** Adds a line of text. */
    void text(String text, double x, double y, Letter letter, Node.Anchor anchor, Colour colour) {
        content.add(new Node.Text(text, x, y, letter, anchor, false, colour));
    }

    /**
     * The whole picture.
     *
     * @param width of the content, which begins at 0, 0
     * @param height of the content
     * @param usualTitle the heading where the caller chose none
     * @param caption a sentence below the heading; may be empty
     * @param description what the picture shows, in words
     */
    Scene finish(double width, double height, String usualTitle, String caption, String description) {
        String title = PlainText.sentence(options.title() == null ? usualTitle : options.title());
        double inner = Math.ceil(Math.max(width, NARROWEST));
        List<Node> nodes = new ArrayList<>();
        double y = MARGIN;
        if (!title.isBlank()) {
            y = lines(nodes, title, Look.TITLE, look.ink(), inner, y, 20);
        }
        if (!caption.isBlank()) {
            y = lines(nodes, PlainText.sentence(caption), Look.CAPTION, look.soft(), inner, y, 15);
        }
        if (y > MARGIN) {
            y += 10;
        }
        nodes.add(new Node.Group("", MARGIN, y, List.copyOf(content)));
        return new Scene(
                inner + 2 * MARGIN,
                y + Math.ceil(height) + MARGIN,
                look.ground(),
                title.isBlank() ? usualTitle : title,
                PlainText.sentence(description),
                nodes);
    }

    private static double lines(
            List<Node> nodes, String text, Letter letter, Colour colour, double width, double top, double lineHeight) {
        double y = top;
        for (String line : Lettering.wrap(text, letter, width, 3)) {
            // Headings begin at the left whatever their script, like everything else in the picture.
            nodes.add(new Node.Text(line, MARGIN, y + letter.size(), letter, Node.Anchor.START, false, colour));
            y += lineHeight;
        }
        return y;
    }
}
