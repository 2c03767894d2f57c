/** From attention to scenes: pure functions, one per kind of picture. Not API. */
@NullMarked
package io.github.attention4j.render.image.internal.layout;

import org.jspecify.annotations.NullMarked;
