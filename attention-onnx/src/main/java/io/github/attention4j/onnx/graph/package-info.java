/** An immutable view of an ONNX file: its nodes, names and shapes. Weights are located, never read. */
@NullMarked
package io.github.attention4j.onnx.graph;

import org.jspecify.annotations.NullMarked;
