/**
 * The protobuf wire format, as far as ONNX files need it. Own code, because a generated parser copies every weight of
 * a model only to hand back its graph.
 */
@NullMarked
package io.github.attention4j.onnx.graph.wire;

import org.jspecify.annotations.NullMarked;
