package io.github.attention4j;

/**
 * The rows that one run of a generating model added to a gathered result: the first step has the whole prompt, every
 * later one the token that the step before it chose.
 *
 * @param firstRow position of the first of these query tokens, zero-based
 * @param rowCount how many query tokens the run had
 */
public record GenerationStep(int firstRow, int rowCount) {}
