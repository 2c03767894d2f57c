/** A web service around an extractor. */
@NullMarked
package io.github.attention4j.examples.spring;

import org.jspecify.annotations.NullMarked;
