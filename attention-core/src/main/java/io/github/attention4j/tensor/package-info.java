/** Typed, shaped, immutable numbers: what goes into a model by name and what comes out of it besides attention. */
@NullMarked
package io.github.attention4j.tensor;

import org.jspecify.annotations.NullMarked;
