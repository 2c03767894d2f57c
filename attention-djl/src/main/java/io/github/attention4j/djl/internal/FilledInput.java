package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionRequest;
import io.github.attention4j.tensor.Tensor;
import java.util.Map;

/**
 * One request, ready to be run.
 *
 * @param request what was asked
 * @param tensors the model's inputs by name, each with a batch of 1
 * @param labels what rows and columns are called
 * @param length the number of tokens, which padding may follow; 0 where the input is tensors
 */
record FilledInput(AttentionRequest request, Map<String, Tensor> tensors, TokenLabels labels, int length) {}
