package io.github.attention4j.djl.script;

import io.github.attention4j.AttentionKind;

/**
 * A place in a TorchScript model where one layer's attention arises.
 *
 * @param index its number among all sites of the model, zero-based, in the order of the computation
 * @param kind where the keys come from, as far as the source tells
 * @param kindIsCertain whether the source settles the kind; if not, an ENCODER may turn out to be a DECODER whose mask
 *     comes from outside, which the numbers of a run show
 * @param learnedQueries whether the queries are stored weights: latent tokens that look at the input, or a pooling by a
 *     single one, which is no attention between tokens; the archive's source does not say how many there are, the run does
 * @param layer number within the kind, zero-based, in the order of the computation; alternatives of which a run takes
 *     one, such as a fast path, share a number
 * @param operator what computes the weights, such as {@code softmax} or {@code scaled_dot_product_attention}
 * @param module where in the model, as attribute names from the top: {@code encoder.layers.0.self_attn}
 * @param source where in the archive, as file and line: {@code code/__torch__/model.py:12}
 * @param repeated whether it lies in a loop, so that one run may pass it several times and give a layer each time
 * @param hasVectors whether queries, keys and values can be had beside the weights
 */
public record ScriptSite(
        int index,
        AttentionKind kind,
        boolean kindIsCertain,
        boolean learnedQueries,
        int layer,
        String operator,
        String module,
        String source,
        boolean repeated,
        boolean hasVectors) {}
