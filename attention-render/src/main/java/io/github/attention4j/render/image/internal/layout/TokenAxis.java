package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.Token;
import io.github.attention4j.render.image.internal.scene.Colour;
import io.github.attention4j.render.image.internal.scene.Letter;
import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.scene.Node.Anchor;
import io.github.attention4j.render.image.internal.text.Lettering;
import io.github.attention4j.render.image.internal.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/** The tokens along one side of a picture: as many as can be read, evenly picked. */
final class TokenAxis {
    private static final double SMALLEST = 8;
    private static final double LARGEST = 12;
    private static final double LONGEST_LABEL = 120;
    private static final double LINE_HEIGHT = 1.2;
    private static final double TICK = 4;
    private static final double SPACE = 5;
    /** From the baseline to the middle of small letters and capitals, as a share of the size. */
    private static final double MIDDLE = 0.36;

    private final List<Token> tokens;
    private final List<String> labels = new ArrayList<>();
    private final double pitch;
    private final double size;
    private final int step;
    private final double longest;

    /**
     * Tokens along an axis.
     *
     * @param pitch the distance from token to token
     */
    TokenAxis(List<Token> tokens, double pitch) {
        this.tokens = tokens;
        this.pitch = pitch;
        this.size = Math.min(LARGEST, Math.max(SMALLEST, pitch / LINE_HEIGHT));
        this.step = (int) Math.ceil(SMALLEST * LINE_HEIGHT / pitch - 1e-9);
        double widest = 0;
        for (int token = 0; token < tokens.size(); token += step) {
            String label = Lettering.fit(PlainText.label(tokens.get(token).text()), letter(token), LONGEST_LABEL);
            labels.add(label);
            widest = Math.max(widest, Lettering.width(label, letter(token)));
        }
        this.longest = Math.ceil(widest);
    }

    /** The place that labels beside the picture need. */
    double width() {
        return longest + SPACE + tick();
    }

    /** The place that labels above or below the picture need. */
    double height() {
        return (isUpright() ? longest : Math.ceil(size * LINE_HEIGHT)) + SPACE + tick();
    }

    /** Labels that end left of an edge, the first token at the top. */
    List<Node> leftOf(double x, double y, Look look) {
        return beside(x, y, -1, Anchor.END, look);
    }

    /** Labels that start right of an edge, the first token at the top. */
    List<Node> rightOf(double x, double y, Look look) {
        return beside(x, y, 1, Anchor.START, look);
    }

    /** Labels above an edge, the first token at the left. */
    List<Node> above(double x, double y, Look look) {
        return along(x, y, -1, Anchor.START, 0, look);
    }

    /** Labels below an edge, the first token at the left. */
    List<Node> below(double x, double y, Look look) {
        return along(x, y, 1, Anchor.END, size * 0.8, look);
    }

    private List<Node> beside(double x, double y, int outwards, Anchor anchor, Look look) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            int token = i * step;
            double middle = y + (token + 0.5) * pitch;
            double at = x + outwards * (SPACE + tick());
            nodes.add(text(i, at, middle + MIDDLE * size, anchor, false, look));
            if (step > 1) {
                nodes.add(new Node.Lines(new double[] {x, middle, x + outwards * TICK, middle}, 1, look.line()));
            }
        }
        return nodes;
    }

    private List<Node> along(double x, double y, int outwards, Anchor anchor, double drop, Look look) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            double middle = x + (i * step + 0.5) * pitch;
            double at = y + outwards * (SPACE + tick());
            if (isUpright()) {
                nodes.add(text(i, middle + MIDDLE * size, at, anchor, true, look));
            } else {
                nodes.add(text(i, middle, at + drop, Anchor.MIDDLE, false, look));
            }
            if (step > 1) {
                nodes.add(new Node.Lines(new double[] {middle, y, middle, y + outwards * TICK}, 1, look.line()));
            }
        }
        return nodes;
    }

    private Node text(int label, double x, double y, Anchor anchor, boolean upwards, Look look) {
        int token = label * step;
        Colour colour = tokens.get(token).special() ? look.soft() : look.ink();
        return new Node.Text(labels.get(label), x, y, letter(token), anchor, upwards, colour);
    }

    private Letter letter(int token) {
        return new Letter(size, false, tokens.get(token).special());
    }

    private boolean isUpright() {
        return longest > pitch * step - 4;
    }

    private double tick() {
        return step > 1 ? TICK : 0;
    }
}
