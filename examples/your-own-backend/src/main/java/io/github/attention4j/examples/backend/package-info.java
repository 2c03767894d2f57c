/** A backend for an engine of your own. */
@NullMarked
package io.github.attention4j.examples.backend;

import org.jspecify.annotations.NullMarked;
