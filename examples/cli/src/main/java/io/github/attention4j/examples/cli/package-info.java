/** The command line: {@code attention sites | extract | render}. */
@NullMarked
package io.github.attention4j.examples.cli;

import org.jspecify.annotations.NullMarked;
