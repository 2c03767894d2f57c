package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.onnx.graph.OnnxNode;

/**
 * Attention found in a model.
 *
 * @param kind where the keys come from
 * @param layer number within the kind, zero-based, in the order of the computation
 * @param causal whether tokens cannot look ahead
 * @param operator what computes the weights
 * @param node the node that gives the probabilities
 * @param tensors its tensors
 */
public record FoundSite(
        AttentionKind kind, int layer, boolean causal, String operator, OnnxNode node, SiteTensors tensors) {}
