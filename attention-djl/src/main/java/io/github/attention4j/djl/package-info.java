/**
 * Attention with the Deep Java Library: TorchScript models, whatever else a DJL engine runs, and the Hugging Face
 * tokenizer that every backend shares.
 */
@NullMarked
package io.github.attention4j.djl;

import org.jspecify.annotations.NullMarked;
