package io.github.attention4j.render;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What a view shows first and how it looks.
 *
 * @param title the page's title and heading
 * @param theme the colours
 * @param kind which attention to open with, or null for the most telling one
 * @param layer which layer to open with by the model's own number, or null for the most telling one
 * @param heads which heads to open with by the model's own numbers, or null for the most telling one
 */
public record ViewOptions(
        String title, Theme theme, @Nullable AttentionKind kind, @Nullable Integer layer, @Nullable Selection heads) {
    /** A light or dark page, as the reader prefers, that opens where there is most to see. */
    public static final ViewOptions DEFAULT = new ViewOptions("Attention", Theme.AUTO, null, null, null);
}
