/**
 * How alike heads, layers, inputs and models are. Heads that look at the same places need not do the same: their values
 * differ (Kornblith et al. 2019 and Clark et al. 2019 compare what is compared here, no more).
 */
@NullMarked
package io.github.attention4j.analysis.compare;

import org.jspecify.annotations.NullMarked;
