package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.render.image.PictureOptions;
import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.scene.Scene;
import io.github.attention4j.render.image.internal.text.Lettering;
import java.util.List;

/** Two columns of tokens with lines between them, one colour per head. */
public final class HeadView {
    private static final double BETWEEN = 240;

    private HeadView() {}

    /** The head view of some heads of one layer. */
    public static Drawing of(AttentionResult attention) {
        return options -> draw(Subject.of(attention, options), options);
    }

    private static Scene draw(Subject subject, PictureOptions options) {
        AttentionLayer layer = subject.layer();
        Sheet sheet = new Sheet(options);
        Look look = sheet.look();
        int rows = Math.max(layer.queryTokens().size(), layer.keyTokens().size());
        double pitch = Math.max(4, Math.min(22, 900.0 / rows));
        TokenAxis queries = new TokenAxis(layer.queryTokens(), pitch);
        TokenAxis keys = new TokenAxis(layer.keyTokens(), pitch);
        double left = queries.width();
        double right = left + BETWEEN;
        double width = right + keys.width();
        double top = legend(sheet, subject.heads(), width) + 22;
        sheet.text("looks", left - 5, top - 8, Look.CAPTION, Node.Anchor.END, look.soft());
        sheet.text("is looked at", right + 5, top - 8, Look.CAPTION, Node.Anchor.START, look.soft());
        double strength = 1 / Math.sqrt(Math.max(1, subject.heads().size() / 2.0));
        for (int head : subject.heads()) {
            Weights weights = Weights.of(layer, List.of(head));
            List<Node> lines =
                    HeadLines.of(weights, strength, Math.min(1.5, 0.5 + pitch / 16), look.head(head), (query, key) ->
                            new double[] {left, top + (query + 0.5) * pitch, right, top + (key + 0.5) * pitch});
            sheet.add(new Node.Group("head " + head, 0, 0, lines));
        }
        sheet.addAll(queries.leftOf(left, top, look));
        sheet.addAll(keys.rightOf(right, top, look));
        Weights mean = subject.weights();
        String name = subject.name().replace("mean of ", "");
        return sheet.finish(
                Math.max(width, right + 5 + Lettering.width("is looked at", Look.CAPTION)),
                top + rows * pitch,
                name,
                "",
                "Lines from " + layer.queryTokens().size() + " query tokens on the left to "
                        + layer.keyTokens().size() + " key tokens on the right, the stronger the larger the weight. "
                        + subject.strongest(mean));
    }

    /** Which colour is which head; its height. */
    private static double legend(Sheet sheet, List<Integer> heads, double width) {
        double x = 0;
        double y = 0;
        for (int head : heads) {
            String name = "head " + head;
            double wide = 16 + Math.ceil(Lettering.width(name, Look.LABEL)) + 12;
            if (x > 0 && x + wide > Math.max(width, 320)) {
                x = 0;
                y += 18;
            }
            sheet.add(new Node.Dot(x + 5, y + 5, 5, sheet.look().head(head)));
            sheet.text(
                    name,
                    x + 15,
                    y + 9,
                    Look.LABEL,
                    Node.Anchor.START,
                    sheet.look().ink());
            x += wide;
        }
        return y + 18;
    }
}
