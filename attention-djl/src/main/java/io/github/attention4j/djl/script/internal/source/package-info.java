/** The subset of Python that TorchScript archives are written in: tokens, a parser, immutable syntax. Not API. */
@NullMarked
package io.github.attention4j.djl.script.internal.source;

import org.jspecify.annotations.NullMarked;
