/**
 * TorchScript files that do not return their attention, rewritten so that they do: the archive's source is read, its
 * attention found by data flow, and the code changed to hand the weights out beside the model's own outputs. The
 * tensors stay as they are. Pure functions from file to file; no engine in sight.
 */
@NullMarked
package io.github.attention4j.djl.script;

import org.jspecify.annotations.NullMarked;
