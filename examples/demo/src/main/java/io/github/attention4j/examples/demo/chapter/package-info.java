/** The sections of the walkthrough: which model reads what, and which numbers the texts speak of. */
@NullMarked
package io.github.attention4j.examples.demo.chapter;

import org.jspecify.annotations.NullMarked;
