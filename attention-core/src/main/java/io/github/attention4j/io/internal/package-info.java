/** Not API. */
@NullMarked
package io.github.attention4j.io.internal;

import org.jspecify.annotations.NullMarked;
