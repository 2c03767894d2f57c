package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.InvalidRequestException;
import java.util.Collection;
import java.util.List;

/**
 * A layer of a model; in the order of kinds, then of numbers.
 *
 * @param kind its kind
 * @param number its number within the kind, zero-based
 */
record LayerKey(AttentionKind kind, int number) implements Comparable<LayerKey> {
    boolean isWanted(AttentionRequest request) {
        return request.kinds().contains(kind) && request.layers().contains(number);
    }

    /** Refuses a request for what a model does not have. */
    static void require(AttentionRequest request, Collection<LayerKey> available) {
        List<Integer> numbers = available.stream()
                .filter(key -> request.kinds().contains(key.kind()))
                .map(LayerKey::number)
                .distinct()
                .sorted()
                .toList();
        if (numbers.isEmpty()) {
            throw new InvalidRequestException("The model has no attention of the kinds "
                    + request.kinds().stream()
                            .map(AttentionKind::label)
                            .sorted()
                            .toList());
        }
        request.layers().from(numbers, "layer");
    }

    @Override
    public int compareTo(LayerKey other) {
        int kinds = kind.compareTo(other.kind);
        return kinds == 0 ? Integer.compare(number, other.number) : kinds;
    }
}
