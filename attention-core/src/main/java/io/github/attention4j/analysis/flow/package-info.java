/**
 * From layer to layer: how input tokens reach the last layer through all the mixing in between.
 *
 * <p>Rollout and flow (Abnar and Zuidema 2020) know weights only; norm-based attention (Kobayashi et al. 2020) also knows
 * what is mixed, gradient-weighted relevance (Chefer et al. 2021) what a decision hangs on. None of them is an
 * explanation of a decision (Jain and Wallace 2019; Wiegreffe and Pinter 2019): feed-forward layers are taken to leave
 * tokens where they are.
 */
@NullMarked
package io.github.attention4j.analysis.flow;

import org.jspecify.annotations.NullMarked;
