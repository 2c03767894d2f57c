/** Edits of an ONNX model, and the writer that applies them without touching the weights. */
@NullMarked
package io.github.attention4j.onnx.graph.rewrite;

import org.jspecify.annotations.NullMarked;
