package io.github.attention4j.render.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The layers and heads of a result that a page holds; they keep their numbers.
 *
 * @param stacks one per kind that has an included layer
 */
public record Included(List<Stack> stacks) {
    /**
     * One kind.
     *
     * @param kind the kind
     * @param layers its included layers, ascending
     */
    public record Stack(AttentionKind kind, List<Layer> layers) {}

    /**
     * One layer.
     *
     * @param layer the layer
     * @param heads its included heads by their own numbers, ascending
     */
    public record Layer(AttentionLayer layer, List<Integer> heads) {}

    /**
     * Looks the selections up.
     *
     * @param attention the result
     * @param layers the layers, of any kind that has them
     * @param heads the heads, of any layer that has them
     * @return what of the result is selected
     * @throws InvalidRequestException if a selected number is nowhere in the result
     */
    public static Included of(AttentionResult attention, Selection layers, Selection heads) {
        TreeSet<Integer> layerNumbers = new TreeSet<>();
        TreeSet<Integer> headNumbers = new TreeSet<>();
        for (AttentionStack stack : attention.stacks()) {
            layerNumbers.addAll(stack.layers());
            stack.stream()
                    .filter(layer -> layers.contains(layer.number()))
                    .forEach(layer -> headNumbers.addAll(layer.heads()));
        }
        layers.from(List.copyOf(layerNumbers), "layer");
        heads.from(List.copyOf(headNumbers), "head");
        List<Stack> stacks = new ArrayList<>();
        for (AttentionStack stack : attention.stacks()) {
            List<Layer> included = stack.stream()
                    .filter(layer -> layers.contains(layer.number()))
                    .map(layer -> new Layer(
                            layer,
                            layer.heads().stream().filter(heads::contains).toList()))
                    .filter(layer -> !layer.heads().isEmpty())
                    .toList();
            if (!included.isEmpty()) {
                stacks.add(new Stack(stack.kind(), included));
            }
        }
        return new Included(List.copyOf(stacks));
    }

    /**
     * One kind.
     *
     * @param kind the kind
     * @return its stack
     * @throws InvalidRequestException if nothing of that kind is included
     */
    public Stack stack(AttentionKind kind) {
        return stacks.stream()
                .filter(stack -> stack.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("There is no " + kind.label()
                        + " attention to show; there is "
                        + stacks.stream().map(stack -> stack.kind().label()).toList()));
    }
}
