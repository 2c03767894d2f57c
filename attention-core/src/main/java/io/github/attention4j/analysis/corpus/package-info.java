/**
 * Many inputs, one set of numbers: accumulators of constant size that may be merged in any order and any grouping with
 * the very same numbers, kept in files, and sent to other machines.
 *
 * <p>Sums are exact ({@code ExactSum}), counts are integers, and what is kept of a list does not depend on the order it
 * came in; rounding happens once, when a number is asked for.
 */
@NullMarked
package io.github.attention4j.analysis.corpus;

import org.jspecify.annotations.NullMarked;
