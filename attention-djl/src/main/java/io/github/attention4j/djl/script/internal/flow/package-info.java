/** A program's data flow, from the inputs of {@code forward} through everything it calls. Not API. */
@NullMarked
package io.github.attention4j.djl.script.internal.flow;

import org.jspecify.annotations.NullMarked;
