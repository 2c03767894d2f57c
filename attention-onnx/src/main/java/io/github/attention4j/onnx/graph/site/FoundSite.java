package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.AttentionKind;

/**
 * Attention found in a model.
 *
 * @param kind where the keys come from
 * @param layer number within the kind, zero-based, in the order of the computation
 * @param causal whether tokens cannot look ahead
 * @param operator what computes the weights
 * @param place where its tensors are
 */
public record FoundSite(AttentionKind kind, int layer, boolean causal, String operator, SitePlace place) {
    /**
     * Its tensors, by their names in the graph that holds them.
     *
     * @return the tensors
     */
    public SiteTensors tensors() {
        return place.tensors();
    }
}
