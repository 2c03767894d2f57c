/** Changing source so that a program hands its attention out. Not API. */
@NullMarked
package io.github.attention4j.djl.script.internal.edit;

import org.jspecify.annotations.NullMarked;
