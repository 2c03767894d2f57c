package io.github.attention4j.render;

import io.github.attention4j.InvalidRequestException;
import java.util.Locale;

/** The colours of a view. */
public enum Theme {
    /** What the reader's system prefers. */
    AUTO,
    /** Dark on light. */
    LIGHT,
    /** Light on dark. */
    DARK;

    /**
     * The name in pages and on the command line.
     *
     * @return {@code auto}, {@code light} or {@code dark}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The theme with a given {@link #label()}.
     *
     * @param label a label, in any case
     * @return the theme
     * @throws InvalidRequestException if no theme has that label
     */
    public static Theme ofLabel(String label) {
        for (Theme theme : values()) {
            if (theme.label().equalsIgnoreCase(label.strip())) {
                return theme;
            }
        }
        throw new InvalidRequestException("Unknown theme \"" + label + "\"; expected auto, light or dark");
    }
}
