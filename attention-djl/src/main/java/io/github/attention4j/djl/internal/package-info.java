/** Not API. */
@NullMarked
package io.github.attention4j.djl.internal;

import org.jspecify.annotations.NullMarked;
