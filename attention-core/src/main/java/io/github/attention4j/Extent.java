package io.github.attention4j;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** How much of an input's attention is asked for: everything, until somebody asks for less. */
final class Extent {
    Set<AttentionKind> kinds = unmodifiable(EnumSet.allOf(AttentionKind.class));
    Selection layers = Selection.all();
    Selection heads = Selection.all();
    Selection queryRows = Selection.all();
    Selection keyColumns = Selection.all();
    Reduction reduction = Reduction.NONE;
    Transfer transfer = Transfer.EXACT;
    boolean vectors;
    boolean scores;
    boolean outputs;

    /** The same, for somebody who may change it or must not see it change. */
    Extent copy() {
        Extent copy = new Extent();
        copy.kinds = kinds;
        copy.layers = layers;
        copy.heads = heads;
        copy.queryRows = queryRows;
        copy.keyColumns = keyColumns;
        copy.reduction = reduction;
        copy.transfer = transfer;
        copy.vectors = vectors;
        copy.scores = scores;
        copy.outputs = outputs;
        return copy;
    }

    /**
     * Leaves only these kinds.
     *
     * @throws InvalidRequestException if there is none
     */
    void kinds(Set<AttentionKind> wanted) {
        if (wanted.isEmpty()) {
            throw new InvalidRequestException("A request names at least one kind of attention");
        }
        kinds = unmodifiable(EnumSet.copyOf(wanted));
    }

    private static Set<AttentionKind> unmodifiable(EnumSet<AttentionKind> kinds) {
        return Collections.unmodifiableSet(kinds);
    }

    @Override
    public String toString() {
        return "kinds=" + kinds + ", layers=" + layers + ", heads=" + heads + ", queryRows=" + queryRows
                + ", keyColumns=" + keyColumns + ", reduction=" + reduction + ", transfer=" + transfer
                + ", vectors=" + vectors + ", scores=" + scores + ", outputs=" + outputs;
    }
}
