package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.AttentionKind;

/**
 * A site before it has a number.
 *
 * @param kind its kind
 * @param causal whether tokens cannot look ahead
 * @param operator what computes the weights
 * @param place where its tensors are
 */
record PlacedSite(AttentionKind kind, boolean causal, String operator, SitePlace place) {}
