/** What extraction costs, measured against a plain run of the same model in the same process. */
@NullMarked
package io.github.attention4j.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
