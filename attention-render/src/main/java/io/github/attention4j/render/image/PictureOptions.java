package io.github.attention4j.render.image;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.Selection;
import io.github.attention4j.render.Theme;
import org.jspecify.annotations.Nullable;

/**
 * What a picture shows and how it looks; the names are those of {@link io.github.attention4j.render.ViewOptions}.
 *
 * @param title the heading, or null for one that says what is shown; empty for none
 * @param theme the colours; {@link Theme#AUTO} is light, since a picture does not know its reader
 * @param palette the colours of numbers, or null for the one that suits the picture
 * @param kind which attention, or null for the one that suits the picture
 * @param layer which layer by the model's own number, or null for the most telling one
 * @param heads which heads by the model's own numbers, or null for the most telling one
 * @param queries which query tokens by their zero-based row, or null for those that suit the picture
 * @param annotations whether numbers are written into cells, or null for wherever they fit
 */
public record PictureOptions(
        @Nullable String title,
        Theme theme,
        @Nullable Palette palette,
        @Nullable AttentionKind kind,
        @Nullable Integer layer,
        @Nullable Selection heads,
        @Nullable Selection queries,
        @Nullable Boolean annotations) {
    /** A light picture of what says most. */
    public static final PictureOptions DEFAULT =
            new PictureOptions(null, Theme.AUTO, null, null, null, null, null, null);
}
