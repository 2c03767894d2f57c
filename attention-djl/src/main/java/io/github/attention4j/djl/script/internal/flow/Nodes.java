package io.github.attention4j.djl.script.internal.flow;

import io.github.attention4j.ModelFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes nodes and knows those it made. */
final class Nodes {
    /** Far beyond the largest models; more means a program that doubles its calls level by level. */
    private static final int MOST = 2_000_000;

    private final List<Node> all = new ArrayList<>();

    List<Node> all() {
        return all;
    }

    Node make(String operator, List<Node> inputs, @Nullable Object payload, @Nullable Place place) {
        return make(operator, inputs, Map.of(), payload, place);
    }

    Node make(
            String operator,
            List<Node> inputs,
            Map<String, Node> keywords,
            @Nullable Object payload,
            @Nullable Place place) {
        if (all.size() >= MOST) {
            throw new ModelFormatException("The TorchScript program does not end within " + MOST
                    + " operations when every call is followed; it cannot be rewritten");
        }
        Node node = new Node(all.size(), operator, inputs, keywords, payload, place);
        all.add(node);
        return node;
    }

    Node literal(@Nullable Object value) {
        return make(Node.LITERAL, List.of(), value, null);
    }

    /** Either of two values, as few nodes as possible. */
    Node choice(Node first, Node second) {
        if (first == second || second.is(Node.UNINITIALIZED)) {
            return first;
        }
        if (first.is(Node.UNINITIALIZED)) {
            return second;
        }
        if (first.is(Node.PACK)
                && second.is(Node.PACK)
                && first.inputs().size() == second.inputs().size()) {
            List<Node> items = new ArrayList<>();
            for (int i = 0; i < first.inputs().size(); i++) {
                items.add(choice(first.inputs().get(i), second.inputs().get(i)));
            }
            return make(Node.PACK, items, first.payload(), null);
        }
        return make(Node.CHOICE, List.of(first, second), null, null);
    }

    /** An item of a tuple, list or dict. */
    Node item(Node of, @Nullable Object index) {
        if (of.is(Node.PACK)) {
            int position = position(of, index);
            if (position >= 0 && position < of.inputs().size()) {
                return of.inputs().get(position);
            }
        }
        if (of.is(Node.CHOICE)) {
            List<Node> items = new ArrayList<>();
            for (Node input : of.inputs()) {
                items.add(item(input, index));
            }
            return make(Node.CHOICE, items, null, null);
        }
        return make(Node.ITEM, List.of(of), index, null);
    }

    private static int position(Node pack, @Nullable Object index) {
        if (pack.payload() instanceof List<?> keys) {
            return keys.indexOf(index);
        }
        if (index instanceof Long number) {
            return (int) (number < 0 ? number + pack.inputs().size() : number);
        }
        return -1;
    }
}
