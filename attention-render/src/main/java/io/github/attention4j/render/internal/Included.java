package io.github.attention4j.render.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Selection;
import io.github.attention4j.TokenSequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The layers and heads of a result that a page holds; they keep their numbers.
 *
 * @param stacks one per kind that has an included layer; several for a kind whose layers have different tokens or
 *     windows
 */
public record Included(List<Stack> stacks) {
    /**
     * Layers of one kind over the same tokens.
     *
     * @param kind the kind
     * @param name the kind's label; with a number or a window for further stacks of the kind, such as
     *     {@code encoder-2-window-3}
     * @param window which of the layers' windows, 0 if they have one only
     * @param layers its included layers, ascending
     */
    public record Stack(AttentionKind kind, String name, int window, List<Layer> layers) {}

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
            addStacks(stacks, stack.kind(), included);
        }
        return new Included(List.copyOf(stacks));
    }

    private record Tokens(TokenSequence queries, TokenSequence keys, int windowCount) {}

    private static void addStacks(List<Stack> stacks, AttentionKind kind, List<Layer> layers) {
        Map<Tokens, List<Layer>> groups = new LinkedHashMap<>();
        for (Layer each : layers) {
            AttentionLayer layer = each.layer();
            Tokens tokens = new Tokens(layer.queryTokens(), layer.keyTokens(), layer.windowCount());
            groups.computeIfAbsent(tokens, key -> new ArrayList<>()).add(each);
        }
        int number = 1;
        for (Map.Entry<Tokens, List<Layer>> group : groups.entrySet()) {
            String name = kind.label() + (number == 1 ? "" : "-" + number);
            int windows = group.getKey().windowCount();
            for (int window = 0; window < windows; window++) {
                String windowName = windows == 1 ? name : name + "-window-" + window;
                stacks.add(new Stack(kind, windowName, window, List.copyOf(group.getValue())));
            }
            number++;
        }
    }

    /**
     * Only some of the layers.
     *
     * @param wanted which of them
     * @return the stacks that have any; all of them if none has
     */
    public Included where(Predicate<AttentionLayer> wanted) {
        List<Stack> some = stacks.stream()
                .map(stack -> new Stack(
                        stack.kind(),
                        stack.name(),
                        stack.window(),
                        stack.layers().stream()
                                .filter(each -> wanted.test(each.layer()))
                                .toList()))
                .filter(stack -> !stack.layers().isEmpty())
                .toList();
        return some.isEmpty() ? this : new Included(some);
    }

    /**
     * One kind.
     *
     * @param kind the kind
     * @return its stacks, at least one
     * @throws InvalidRequestException if nothing of that kind is included
     */
    public List<Stack> stacks(AttentionKind kind) {
        List<Stack> found =
                stacks.stream().filter(stack -> stack.kind() == kind).toList();
        if (found.isEmpty()) {
            throw new InvalidRequestException("There is no " + kind.label() + " attention to show; there is "
                    + stacks.stream().map(Stack::name).toList());
        }
        return found;
    }
}
