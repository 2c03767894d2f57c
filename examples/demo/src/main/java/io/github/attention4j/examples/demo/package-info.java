/** The shortest way from a model to a picture. */
@NullMarked
package io.github.attention4j.examples.demo;

import org.jspecify.annotations.NullMarked;
