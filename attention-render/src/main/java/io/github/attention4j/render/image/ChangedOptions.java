package io.github.attention4j.render.image;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.Selection;
import io.github.attention4j.render.Theme;
import org.jspecify.annotations.Nullable;

/** Options while one of them is being changed. */
final class ChangedOptions {
    @Nullable
    String title;

    Theme theme;

    @Nullable
    Palette palette;

    @Nullable
    AttentionKind kind;

    @Nullable
    Integer layer;

    @Nullable
    Selection heads;

    @Nullable
    Selection queries;

    @Nullable
    Boolean annotations;

    ChangedOptions(PictureOptions options) {
        title = options.title();
        theme = options.theme();
        palette = options.palette();
        kind = options.kind();
        layer = options.layer();
        heads = options.heads();
        queries = options.queries();
        annotations = options.annotations();
    }

    PictureOptions toOptions() {
        return new PictureOptions(title, theme, palette, kind, layer, heads, queries, annotations);
    }
}
