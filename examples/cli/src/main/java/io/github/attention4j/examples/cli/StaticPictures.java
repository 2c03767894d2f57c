package io.github.attention4j.examples.cli;

import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.render.Theme;
import io.github.attention4j.render.image.AttentionImages;
import io.github.attention4j.render.image.Picture;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@code render} writes when the file is to be a picture rather than a page. */
final class StaticPictures {
    private static final List<String> VIEWS = List.of("head", "model", "heatmap", "text");

    private StaticPictures() {}

    /** Whether a file's name asks for a picture. */
    static boolean isPicture(Path out) {
        String name = out.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".svg") || name.endsWith(".png") || name.endsWith(".pdf");
    }

    /** Draws a view; nothing is read before the view's name is known to be right. */
    static void write(
            String view,
            Supplier<AttentionResult> attention,
            Path out,
            Theme theme,
            @Nullable Integer layer,
            @Nullable Integer head) {
        if (!VIEWS.contains(view)) {
            throw new InvalidRequestException(
                    "There is no picture \"" + view + "\"; expected one of " + String.join(", ", VIEWS));
        }
        AttentionResult result = attention.get();
        Picture picture =
                switch (view) {
                    case "head" -> AttentionImages.headView(result);
                    case "model" -> AttentionImages.headGrid(result);
                    case "heatmap" -> AttentionImages.heatMap(result);
                    default -> AttentionImages.tokenText(result);
                };
        picture = picture.theme(theme);
        if (layer != null) {
            picture = picture.layer(layer);
        }
        if (head != null) {
            picture = picture.head(head);
        }
        picture.writeTo(out);
    }
}
