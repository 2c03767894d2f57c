/** What a model backend implements to be found by {@link io.github.attention4j.AttentionExtractors}. */
@NullMarked
package io.github.attention4j.spi;

import org.jspecify.annotations.NullMarked;
