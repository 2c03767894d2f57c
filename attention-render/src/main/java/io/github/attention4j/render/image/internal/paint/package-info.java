/** Scenes as SVG, PNG and PDF. Not API. */
@NullMarked
package io.github.attention4j.render.image.internal.paint;

import org.jspecify.annotations.NullMarked;
