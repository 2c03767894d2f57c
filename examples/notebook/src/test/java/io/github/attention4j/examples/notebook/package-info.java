/** Executes the notebook beside this module, and the script, as a reader would. */
@org.jspecify.annotations.NullMarked
package io.github.attention4j.examples.notebook;
