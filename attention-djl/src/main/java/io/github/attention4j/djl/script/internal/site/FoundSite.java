package io.github.attention4j.djl.script.internal.site;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.djl.script.internal.flow.Node;
import io.github.attention4j.djl.script.internal.flow.Place;
import io.github.attention4j.djl.script.internal.source.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A place where attention arises, and where its parts can be had.
 *
 * @param match what was found
 * @param kind its kind, as far as the source tells
 * @param certain whether the source settles the kind
 * @param learned whether its queries are stored weights
 * @param layer its number within the kind
 */
public record FoundSite(Match match, AttentionKind kind, boolean certain, boolean learned, int layer) {
    /**
     * A match before it is classified.
     *
     * @param node gives the weights, or is the fused operator
     * @param operator how it is written
     * @param fused whether one operator is the whole attention, so that weights must be computed beside it
     * @param shown gives the weights as the model goes on with them
     * @param axis the axis of the keys
     * @param queries where queries come from
     * @param keys where keys come from
     * @param masks what comes in between product and softmax
     * @param causal whether the operator itself hides what comes later
     * @param queryParts where the source has the queries, of which a run passes one; empty if it has no place for them
     * @param keyParts where the source has the keys
     * @param valueParts where the source has the values
     */
    public record Match(
            Node node,
            String operator,
            boolean fused,
            Node shown,
            long axis,
            Node queries,
            Node keys,
            List<Node> masks,
            boolean causal,
            List<Part> queryParts,
            List<Part> keyParts,
            List<Part> valueParts) {
        /** Whether queries, keys and values can be had beside the weights. */
        public boolean hasVectors() {
            return fused || !(queryParts.isEmpty() || keyParts.isEmpty() || valueParts.isEmpty());
        }

        /** The call that makes the node. */
        public Place place() {
            return Objects.requireNonNull(node.place());
        }
    }

    /**
     * An argument of a call.
     *
     * @param place the call
     * @param argument the argument's expression
     * @param turned whether tokens are its last axis
     */
    public record Part(Place place, Expression argument, boolean turned) {
        static List<Part> of(List<Product> products, boolean left, boolean turned) {
            List<Part> parts = new ArrayList<>();
            for (Product product : products) {
                Expression argument = product.factor(left);
                Place place = product.node().place();
                if (argument == null || place == null) {
                    return List.of();
                }
                parts.add(new Part(place, argument, turned));
            }
            return List.copyOf(parts);
        }
    }
}
