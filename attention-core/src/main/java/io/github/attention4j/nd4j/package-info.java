/**
 * Attention as ND4J arrays, and ND4J's matrix product for the analyses. ND4J is optional: nothing else in this module
 * needs it, and without it these classes say which artefact to add.
 */
@NullMarked
package io.github.attention4j.nd4j;

import org.jspecify.annotations.NullMarked;
