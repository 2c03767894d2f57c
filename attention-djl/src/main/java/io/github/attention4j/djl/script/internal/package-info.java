/** Zip archives as PyTorch writes them; not API. */
@NullMarked
package io.github.attention4j.djl.script.internal;

import org.jspecify.annotations.NullMarked;
