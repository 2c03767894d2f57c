/**
 * Attention out of ONNX files as they are deployed: the file is read, the attention in it is found by data flow, the
 * model is rewritten in memory so that it also returns that attention, and run by ONNX Runtime.
 */
@NullMarked
package io.github.attention4j.onnx;

import org.jspecify.annotations.NullMarked;
