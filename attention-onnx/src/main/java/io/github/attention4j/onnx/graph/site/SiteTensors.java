package io.github.attention4j.onnx.graph.site;

import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of one site, by their names in the graph that holds it.
 *
 * @param weights the probabilities as they go into the product with the values
 * @param heads the number of heads, or -1 if only a run can tell
 * @param rank the number of axes of weights and scores, or -1 if only a run can tell
 * @param axes which axes of weights and scores count queries and keys
 * @param masked whether the graph changes probabilities after softmax, so that rows need not sum to 1
 * @param scores the numbers before softmax
 * @param queries the query vectors
 * @param keys the key vectors
 * @param values the value vectors
 */
public record SiteTensors(
        String weights,
        int heads,
        int rank,
        Axes axes,
        boolean masked,
        String scores,
        Factor queries,
        Factor keys,
        Factor values) {
    /**
     * The permutation that makes queries and keys the last two axes.
     *
     * @return for {@code Transpose}
     * @throws IllegalStateException if the rank is not known; it is wherever the axes are not the last two already
     */
    public List<Long> orientation() {
        if (rank < 2) {
            throw new IllegalStateException("The rank of " + weights + " is not known");
        }
        List<Long> permutation = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            if (axis != rank + axes.query() && axis != rank + axes.key()) {
                permutation.add((long) axis);
            }
        }
        permutation.add((long) rank + axes.query());
        permutation.add((long) rank + axes.key());
        return permutation;
    }
}
