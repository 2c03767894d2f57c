package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.render.Theme;
import io.github.attention4j.render.image.internal.scene.Colour;
import io.github.attention4j.render.image.internal.scene.Letter;

/** The colours of a theme, the same as those of the pages, and the sizes of text. */
record Look(boolean dark, Colour ground, Colour ink, Colour soft, Colour line) {
    static final Letter TITLE = Letter.bold(15);
    static final Letter CAPTION = Letter.plain(11);
    static final Letter LABEL = Letter.plain(11);

    private static final Look LIGHT =
            new Look(false, Colour.of("#ffffff"), Colour.of("#1b1e28"), Colour.of("#555b6e"), Colour.of("#d5d8e2"));
    private static final Look DARK =
            new Look(true, Colour.of("#14161d"), Colour.of("#eceef5"), Colour.of("#aab0c2"), Colour.of("#3a3f4f"));

    static Look of(Theme theme) {
        return theme == Theme.DARK ? DARK : LIGHT;
    }

    Colour head(int head) {
        return PaletteFile.head(head, dark);
    }
}
