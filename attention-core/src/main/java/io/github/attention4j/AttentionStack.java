package io.github.attention4j;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All extracted layers of one kind. Immutable, thread-safe.
 *
 * <p>Layers and heads go by the model's own zero-based numbers, also when only some of them were extracted.
 */
public final class AttentionStack {
    private final AttentionKind kind;
    private final List<AttentionLayer> layers;

    private AttentionStack(AttentionKind kind, List<AttentionLayer> layers) {
        this.kind = kind;
        this.layers = layers;
    }

    /**
     * A stack of layers of one kind.
     *
     * @param layers at least one layer, in any order
     * @return the stack, layers ascending
     * @throws IllegalArgumentException if there is none, kinds differ, or two layers have the same number
     */
    public static AttentionStack of(List<AttentionLayer> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("A stack has at least one layer");
        }
        AttentionKind kind = layers.get(0).kind();
        List<AttentionLayer> sorted = new ArrayList<>(layers);
        sorted.sort(Comparator.comparingInt(AttentionLayer::number));
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.get(i).kind() != kind) {
                throw new IllegalArgumentException("A stack has one kind, but its layers are of " + kind.label()
                        + " and " + sorted.get(i).kind().label());
            }
            if (i > 0 && sorted.get(i).number() == sorted.get(i - 1).number()) {
                throw new IllegalArgumentException("Two " + kind.label() + " layers have the number "
                        + sorted.get(i).number());
            }
        }
        return new AttentionStack(kind, List.copyOf(sorted));
    }

    /**
     * The kind of all layers.
     *
     * @return the kind
     */
    public AttentionKind kind() {
        return kind;
    }

    /**
     * The model's own numbers of the extracted layers.
     *
     * @return zero-based, ascending
     */
    public List<Integer> layers() {
        return layers.stream().map(AttentionLayer::number).toList();
    }

    /**
     * The model's own numbers of the extracted heads.
     *
     * @return zero-based, ascending; those of the first layer where layers differ
     */
    public List<Integer> heads() {
        return layers.get(0).heads();
    }

    /**
     * The tokens that look.
     *
     * @return one per row; those of the first layer where layers differ, as in models that merge tokens on the way
     */
    public TokenSequence queryTokens() {
        return layers.get(0).queryTokens();
    }

    /**
     * The tokens that are looked at.
     *
     * @return one per column; those of the first layer where layers differ
     */
    public TokenSequence keyTokens() {
        return layers.get(0).keyTokens();
    }

    /**
     * One layer.
     *
     * @param number the model's own number
     * @return the layer
     * @throws InvalidRequestException if that layer was not extracted
     */
    public AttentionLayer layer(int number) {
        return find(number)
                .orElseThrow(() -> new InvalidRequestException(
                        "No " + kind.label() + " layer " + number + " was extracted; there are layers " + layers()));
    }

    /**
     * One head of one layer.
     *
     * @param layer the model's own number of the layer
     * @param head the model's own number of the head
     * @return a view
     * @throws InvalidRequestException if that layer or head was not extracted
     */
    public AttentionMatrix matrix(int layer, int head) {
        return layer(layer).matrix(head);
    }

    /**
     * The layers in ascending order.
     *
     * @return a new stream
     */
    public Stream<AttentionLayer> stream() {
        return layers.stream();
    }

    /**
     * The stack with some of its layers, which keep their numbers.
     *
     * @param selection which of {@link #layers()}
     * @return a stack of the same layers, not copied
     * @throws InvalidRequestException if a selected layer was not extracted
     */
    public AttentionStack select(Selection selection) {
        return new AttentionStack(
                kind,
                selection.from(layers(), kind.label() + " layer").stream()
                        .map(this::layer)
                        .toList());
    }

    private Optional<AttentionLayer> find(int number) {
        return layers.stream().filter(layer -> layer.number() == number).findFirst();
    }

    @Override
    public String toString() {
        return "AttentionStack[" + kind.label() + ", layers " + layers() + ", heads " + heads() + ", "
                + queryTokens().size() + " queries, " + keyTokens().size() + " keys]";
    }
}
