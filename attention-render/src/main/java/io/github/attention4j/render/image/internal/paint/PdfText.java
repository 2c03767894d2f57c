package io.github.attention4j.render.image.internal.paint;

import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.scene.Scene;
import io.github.attention4j.render.image.internal.text.Lettering;
import java.util.List;

/** The texts of a scene where they stand, to be found and copied but not seen. */
final class PdfText {
    private final double pageHeight;
    private final PdfLetters letters;
    private final StringBuilder content = new StringBuilder();

    private PdfText(double pageHeight, PdfLetters letters) {
        this.pageHeight = pageHeight;
        this.letters = letters;
    }

    /** The drawing commands of a PDF page, with letters that are noted. */
    static String of(Scene scene, PdfLetters letters) {
        PdfText text = new PdfText(scene.height(), letters);
        text.write(scene.nodes(), 0, 0);
        return text.content.toString();
    }

    private void write(List<Node> nodes, double dx, double dy) {
        for (Node node : nodes) {
            if (node instanceof Node.Group group) {
                write(group.nodes(), dx + group.dx(), dy + group.dy());
            } else if (node instanceof Node.Text text && !text.text().isEmpty()) {
                write(text, text.x() + dx, text.y() + dy);
            }
        }
    }

    private void write(Node.Text text, double x, double y) {
        List<String> visible = Lettering.lettersFromLeftToRight(text.text());
        double size = text.letter().size();
        double width = Lettering.width(text.text(), text.letter());
        double before = Lettering.before(text.anchor(), width);
        double left = text.upwards() ? x : x - before;
        double bottom = pageHeight - (text.upwards() ? y + before : y);
        content.append("BT ")
                .append(number(100 * width / (visible.size() * PdfLetters.ADVANCE * size)))
                .append(" Tz ")
                .append(text.upwards() ? "0 1 -1 0 " : "1 0 0 1 ")
                .append(number(left))
                .append(' ')
                .append(number(bottom))
                .append(" Tm\n");
        int font = -1;
        for (String letter : visible) {
            int number = letters.number(letter);
            if (PdfLetters.font(number) != font) {
                content.append(font < 0 ? "" : "> Tj ");
                font = PdfLetters.font(number);
                content.append('/')
                        .append(PdfLetters.name(font))
                        .append(' ')
                        .append(number(size))
                        .append(" Tf <");
            }
            content.append(PdfLetters.code(number));
        }
        content.append("> Tj ET\n");
    }

    private static String number(double value) {
        return SvgPainter.number(value);
    }
}
