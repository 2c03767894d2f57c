/**
 * Finds the attention in a graph by its data flow: a softmax fed by a product of two activations whose result weighs
 * a third. Names play no part.
 */
@NullMarked
package io.github.attention4j.onnx.graph.site;

import org.jspecify.annotations.NullMarked;
