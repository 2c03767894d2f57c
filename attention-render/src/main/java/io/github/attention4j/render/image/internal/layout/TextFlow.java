package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.Token;
import io.github.attention4j.render.image.internal.scene.Colour;
import io.github.attention4j.render.image.internal.scene.Letter;
import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.text.Lettering;
import io.github.attention4j.render.image.internal.text.PlainText;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Tokens as running text in lines, each upon the colour of its weight. Tokens of a right-to-left script run from right
 * to left, and numbers and foreign words among them as the Unicode bidirectional algorithm says.
 */
final class TextFlow {
    private static final double SIZE = 15;
    private static final double PADDING = 3;
    private static final double LINE_HEIGHT = 25;
    private static final double CHIP_HEIGHT = 21;
    private static final double WORD_GAP = 5;
    private static final double PIECE_GAP = 1;

    private record Chip(int token, String label, Letter letter, double width, double gap) {}

    private final List<Node> nodes = new ArrayList<>();
    private double height;
    private double width;

    /**
     * Lays tokens out.
     *
     * @param weights of as many tokens
     * @param marked tokens that get a frame
     */
    TextFlow(List<Token> tokens, float[] weights, Scale scale, double room, Set<Integer> marked, Look look) {
        List<Chip> chips = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        int[] starts = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            Token token = tokens.get(i);
            Letter letter = new Letter(SIZE, false, token.special());
            String label = Lettering.fit(PlainText.label(token.text().strip()), letter, room - 2 * PADDING);
            boolean apart = i > 0 && isApart(tokens.get(i - 1), token);
            paragraph.append(apart ? " " : "");
            starts[i] = paragraph.length();
            paragraph.append(label);
            double chipWidth = Math.ceil(Lettering.width(label, letter)) + 2 * PADDING;
            chips.add(new Chip(i, label, letter, chipWidth, apart ? WORD_GAP : PIECE_GAP));
        }
        Bidi bidi = new Bidi(paragraph.toString(), Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
        for (int start = 0; start < chips.size(); ) {
            int end = endOfLine(chips, start, room);
            byte[] levels = new byte[end - start];
            Chip[] line = chips.subList(start, end).toArray(Chip[]::new);
            for (int i = start; i < end; i++) {
                levels[i - start] = (byte) bidi.getLevelAt(starts[i]);
            }
            Bidi.reorderVisually(levels, 0, line, 0, line.length);
            place(
                    line,
                    bidi.baseIsLeftToRight() ? 0 : room - lineWidth(chips, start, end),
                    weights,
                    scale,
                    marked,
                    look);
            start = end;
        }
    }

    List<Node> nodes() {
        return nodes;
    }

    double height() {
        return height;
    }

    double width() {
        return width;
    }

    private static int endOfLine(List<Chip> chips, int start, double room) {
        int end = start + 1;
        while (end < chips.size() && lineWidth(chips, start, end + 1) <= room) {
            end++;
        }
        return end;
    }

    private static double lineWidth(List<Chip> chips, int start, int end) {
        double sum = chips.get(start).width();
        for (int i = start + 1; i < end; i++) {
            sum += chips.get(i).gap() + chips.get(i).width();
        }
        return sum;
    }

    private void place(Chip[] line, double left, float[] weights, Scale scale, Set<Integer> marked, Look look) {
        double x = left;
        for (int i = 0; i < line.length; i++) {
            Chip chip = line[i];
            if (i > 0) {
                // The gap belongs to whichever of two neighbours comes later in the text.
                x += chip.token() > line[i - 1].token() ? chip.gap() : line[i - 1].gap();
            }
            Colour fill = scale.colour(weights[chip.token()]);
            nodes.add(new Node.Box(x, height, chip.width(), CHIP_HEIGHT, 4, fill));
            if (marked.contains(chip.token())) {
                nodes.add(new Node.Frame(x, height, chip.width(), CHIP_HEIGHT, 4, 1.5, look.ink()));
            }
            nodes.add(new Node.Text(
                    chip.label(),
                    x + chip.width() / 2,
                    height + 15.5,
                    chip.letter(),
                    Node.Anchor.MIDDLE,
                    false,
                    fill.ink()));
            x += chip.width();
        }
        width = Math.max(width, x);
        height += LINE_HEIGHT;
    }

    /** Whether there is a space between two tokens. */
    private static boolean isApart(Token before, Token token) {
        if (before.segment() != token.segment() || before.special() || token.special()) {
            return true;
        }
        if (before.charSpan() != null && token.charSpan() != null) {
            return token.charSpan().start() > before.charSpan().end();
        }
        if (before.word() != Token.UNKNOWN && token.word() != Token.UNKNOWN) {
            return before.word() != token.word();
        }
        return !token.piece().startsWith("##") && !isUnspaced(before.text()) && !isUnspaced(token.text());
    }

    /** Scripts that are written without spaces. */
    private static boolean isUnspaced(String text) {
        return !text.isEmpty()
                && Arrays.asList(
                                Character.UnicodeScript.HAN,
                                Character.UnicodeScript.HIRAGANA,
                                Character.UnicodeScript.KATAKANA,
                                Character.UnicodeScript.THAI)
                        .contains(Character.UnicodeScript.of(text.codePointAt(0)));
    }
}
