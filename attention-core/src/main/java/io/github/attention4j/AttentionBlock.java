package io.github.attention4j;

/**
 * Some consecutive query rows of some layers: one portion of a stream.
 *
 * @param attention the rows, whose query tokens keep their indices
 * @param firstRow the first of these rows, zero-based
 * @param rowCount how many rows this block has
 * @param layerRows how many rows each of its layers has in all
 * @param rowsDone how many rows of all layers' passes are done with this block
 * @param rowsTotal how many there are to do
 */
public record AttentionBlock(
        AttentionResult attention, int firstRow, int rowCount, int layerRows, long rowsDone, long rowsTotal) {}
