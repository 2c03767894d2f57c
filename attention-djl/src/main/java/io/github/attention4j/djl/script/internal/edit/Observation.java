package io.github.attention4j.djl.script.internal.edit;

import io.github.attention4j.djl.script.internal.site.FoundSite;
import org.jspecify.annotations.Nullable;

/**
 * What to hand out of a site, by the numbers that its tensors get in the output; null for what is not wanted.
 *
 * @param site the site
 * @param weights the number of the weights
 * @param queries the number of the queries
 * @param keys the number of the keys
 * @param values the number of the values
 */
public record Observation(
        FoundSite site, @Nullable Long weights, @Nullable Long queries, @Nullable Long keys, @Nullable Long values) {}
