/**
 * From weights to findings: measures of heads, of layers and of the way through a model.
 *
 * <p>Attention says how strongly positions are mixed, not why a model decided something (Jain and Wallace 2019;
 * Wiegreffe and Pinter 2019). Each measure's documentation names its formula, its source, and what it does not mean.
 */
@NullMarked
package io.github.attention4j.analysis;

import org.jspecify.annotations.NullMarked;
