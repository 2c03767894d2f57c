/** Not API: the arithmetic that the analyses share. */
@NullMarked
package io.github.attention4j.analysis.internal;

import org.jspecify.annotations.NullMarked;
