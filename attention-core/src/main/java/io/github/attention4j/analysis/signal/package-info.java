/**
 * Attention put to use: which tokens matter, how much a term weighs in a search index, which words translate each other,
 * how far generated text leans on its context.
 *
 * <p>All of these are read off weights. Weights say where a model looks, not why it decides (Jain and Wallace 2019;
 * Wiegreffe and Pinter 2019): check a signal against the task it is used for before relying on it.
 */
@NullMarked
package io.github.attention4j.analysis.signal;

import org.jspecify.annotations.NullMarked;
