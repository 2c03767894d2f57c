/**
 * Attention as pictures without a browser: SVG, PNG and PDF. Start at
 * {@link io.github.attention4j.render.image.AttentionImages}.
 *
 * <pre>{@code
 * AttentionImages.heatMap(attention).layer(2).head(3).theme(Theme.DARK).writeTo(Path.of("head.svg"));
 * }</pre>
 *
 * <p>Everything runs in headless Java. Text is set in the system's sans serif font, and in whichever installed font has
 * the characters that it lacks; where none has, a warning is logged and an empty box drawn. Right-to-left and joined
 * scripts are shaped as Java shapes them. Emoji come in colour where Noto Color Emoji is installed in its usual place on
 * Linux, joined ones, skin tones and flags included; sequences that this font has no picture of are drawn as their
 * parts. Elsewhere they come in black and white from whichever font has them. Where a matrix has more cells
 * than the picture has points for them, the strongest of the weights that fall together is shown.
 */
@NullMarked
package io.github.attention4j.render.image;

import org.jspecify.annotations.NullMarked;
