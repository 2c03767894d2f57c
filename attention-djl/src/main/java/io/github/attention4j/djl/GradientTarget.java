package io.github.attention4j.djl;

import java.util.List;
import java.util.Objects;

/**
 * The number that gradients are of: one element of one of a model's outputs, such as the logit of a class or of a next
 * token.
 *
 * @param output the output's name in {@link io.github.attention4j.AttentionResult#outputs()}: its own where the model
 *     returns a dictionary, else {@code output_0}, {@code output_1}, … in the order of the outputs that are no attention
 * @param index the element's position in the output, one number per axis, the batch's 0 included
 */
public record GradientTarget(String output, List<Integer> index) {
    /**
     * Copies the index.
     *
     * @param output the output's name
     * @param index the element's position
     */
    public GradientTarget {
        Objects.requireNonNull(output, "output");
        index = List.copyOf(index);
    }

    /**
     * One element.
     *
     * @param output the output's name
     * @param index the element's position, one number per axis
     * @return the target
     */
    public static GradientTarget of(String output, Integer... index) {
        return new GradientTarget(output, List.of(index));
    }
}
