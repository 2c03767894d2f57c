/** Attention as the term weight of a Lucene index. */
@NullMarked
package io.github.attention4j.examples.search;

import org.jspecify.annotations.NullMarked;
