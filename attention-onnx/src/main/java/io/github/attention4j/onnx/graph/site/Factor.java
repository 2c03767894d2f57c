package io.github.attention4j.onnx.graph.site;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One factor of a product, and how its axes lie: the queries, keys or values of a site.
 *
 * @param tensor the floating-point tensor, before quantisation where the product works on whole numbers
 * @param transposed whether the last two axes are {@code [dimension, tokens]} rather than {@code [tokens, dimension]}
 * @param layout the permutation that gives {@code [shared axes, tokens, dimension]}, or null where only
 *     {@code transposed} matters
 */
public record Factor(String tensor, boolean transposed, @Nullable List<Long> layout) {}
