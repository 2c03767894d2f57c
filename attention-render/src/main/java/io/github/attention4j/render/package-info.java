/**
 * Attention as self-contained interactive pages. Start at {@link io.github.attention4j.render.AttentionViews}.
 *
 * <p>A page needs no network and runs under a strict content security policy. Weights are shown with 8 bits and a
 * scale per row: off by at most 1/510 of the row's largest weight, which the page says.
 */
@NullMarked
package io.github.attention4j.render;

import org.jspecify.annotations.NullMarked;
