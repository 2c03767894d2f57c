package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.Token;
import io.github.attention4j.render.image.PictureOptions;
import io.github.attention4j.render.image.internal.scene.Node;
import io.github.attention4j.render.image.internal.scene.Scene;
import io.github.attention4j.render.image.internal.text.Lettering;
import io.github.attention4j.render.image.internal.text.PlainText;
import java.util.List;

/** Which words of a source the words of its translation looked at: source above, translation below. */
public final class Alignment {
    private static final double BETWEEN = 150;
    private static final double MOST_HORIZONTAL = 1000;

    private Alignment() {}

    /** The alignment by cross-attention, or by another kind where the caller says so or there is no such. */
    public static Drawing of(AttentionResult attention) {
        return options -> {
            AttentionKind kind =
                    options.kind() == null && attention.has(AttentionKind.CROSS) ? AttentionKind.CROSS : options.kind();
            return draw(Subject.of(attention, options, kind), options);
        };
    }

    private static Scene draw(Subject subject, PictureOptions options) {
        AttentionLayer layer = subject.layer();
        Sheet sheet = new Sheet(options);
        Look look = sheet.look();
        double sourcePitch = pitch(layer.keyTokens());
        double targetPitch = pitch(layer.queryTokens());
        TokenAxis source = new TokenAxis(layer.keyTokens(), sourcePitch);
        TokenAxis target = new TokenAxis(layer.queryTokens(), targetPitch);
        double sourceWidth = sourcePitch * layer.keyTokens().size();
        double targetWidth = targetPitch * layer.queryTokens().size();
        double width = Math.max(sourceWidth, targetWidth);
        double sourceLeft = Math.round((width - sourceWidth) / 2);
        double targetLeft = Math.round((width - targetWidth) / 2);
        double top = 16 + source.height();
        double bottom = top + BETWEEN;
        Weights weights = subject.weights();
        sheet.addAll(HeadLines.of(
                weights,
                1,
                Math.min(2, 0.6 + targetPitch / 12),
                look.head(subject.heads().get(0)),
                (query, key) -> new double[] {
                    targetLeft + (query + 0.5) * targetPitch, bottom, sourceLeft + (key + 0.5) * sourcePitch, top
                }));
        sheet.addAll(source.above(sourceLeft, top, look));
        sheet.addAll(target.below(targetLeft, bottom, look));
        sheet.text("looked at", 0, 9, Look.CAPTION, Node.Anchor.START, look.soft());
        double end = bottom + target.height() + 16;
        sheet.text("looks", 0, end, Look.CAPTION, Node.Anchor.START, look.soft());
        return sheet.finish(
                width,
                end + 4,
                subject.name(),
                "",
                "Alignment of " + layer.queryTokens().size() + " tokens below with "
                        + layer.keyTokens().size() + " tokens above. " + subject.strongest(weights));
    }

    /** Words side by side where all fit, else upright ones as close as the length asks for. */
    private static double pitch(List<Token> tokens) {
        double widest = 0;
        if (tokens.size() <= 60) {
            for (Token token : tokens) {
                widest = Math.max(widest, Lettering.width(PlainText.label(token.text()), Look.LABEL));
            }
            double wide = Math.ceil(Math.max(28, widest * 12 / Look.LABEL.size() + 12));
            if (wide * tokens.size() <= MOST_HORIZONTAL) {
                return wide;
            }
        }
        return Math.max(5, Math.min(18, MOST_HORIZONTAL / tokens.size()));
    }
}
