/**
 * Attention in files: npz as numpy reads and writes it, and {@code tokens.json}. Writing to a path is atomic: an error
 * leaves what was there before.
 */
@NullMarked
package io.github.attention4j.io;

import org.jspecify.annotations.NullMarked;
