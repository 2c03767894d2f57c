/** Running rewritten models in ONNX Runtime. Not API. */
@NullMarked
package io.github.attention4j.onnx.internal;

import org.jspecify.annotations.NullMarked;
