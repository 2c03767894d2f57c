package io.github.attention4j.render.internal;

/**
 * What the HTML around a payload needs to know of a view's options.
 *
 * @param title the title and heading
 * @param language of title and labels, as in the {@code lang} attribute
 * @param theme auto, light or dark
 * @param state what is chosen at first, as in a link; empty for nothing
 * @param compact whether heading, controls and buttons are left out
 */
public record Appearance(String title, String language, String theme, String state, boolean compact) {}
