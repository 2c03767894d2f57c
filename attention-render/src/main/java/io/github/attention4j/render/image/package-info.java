/**
 * Attention as pictures without a browser: SVG, PNG and PDF. Start at
 * {@link io.github.attention4j.render.image.AttentionImages}.
 *
 * <pre>{@code
 * AttentionImages.heatMap(attention).layer(2).head(3).theme(Theme.DARK).writeTo(Path.of("head.svg"));
 * }</pre>
 *
 * <p>Everything runs in headless Java. Text is set in the system's sans serif font, and in whichever installed font has
 * the characters that it lacks; where none has, a warning is logged and an empty box drawn. Emoji come in colour where
 * Noto Color Emoji is installed; skin tones and joined emoji are drawn as their parts. Where a matrix has more cells
 * than the picture has points for them, the strongest of the weights that fall together is shown.
 */
@NullMarked
package io.github.attention4j.render.image;

import org.jspecify.annotations.NullMarked;
