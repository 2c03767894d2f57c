/** Not API. */
@NullMarked
package io.github.attention4j.render.internal;

import org.jspecify.annotations.NullMarked;
