package io.github.attention4j.djl.script.internal.flow;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What the source says about a condition. */
enum Truth {
    /** Only this side can be run. */
    TRUE,
    /** Only the other side can be run. */
    FALSE,
    /** Both sides can be run; this one is the one that matters, such as evaluation against training. */
    RATHER_TRUE,
    /** Both sides can be run; the other one is the one that matters. */
    RATHER_FALSE,
    /** Nothing. */
    OPEN;

    private static final Set<String> PERHAPS_NONE =
            Set.of(Node.CHOICE, Node.LOOP, Node.ITEM, Node.STORED, Node.HIDDEN, Node.UNINITIALIZED);

    Truth not() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case RATHER_TRUE -> RATHER_FALSE;
            case RATHER_FALSE -> RATHER_TRUE;
            case OPEN -> OPEN;
        };
    }

    static Truth of(Node node) {
        List<Node> inputs = node.inputs();
        if (inputs.size() == 1) {
            return switch (node.operator()) {
                case "__not__" -> of(inputs.get(0)).not();
                case "bool" -> of(inputs.get(0));
                default -> OPEN;
            };
        }
        if (inputs.size() == 2) {
            Node first = inputs.get(0);
            Node second = inputs.get(1);
            return switch (node.operator()) {
                case "__is__" -> same(first, second);
                case "__isnot__" -> same(first, second).not();
                case "eq" -> equal(first, second);
                case "ne" -> equal(first, second).not();
                case "gt" -> greater(first, second);
                case "lt" -> greater(second, first);
                default -> OPEN;
            };
        }
        if (node.isLiteral()) {
            return node.payload() instanceof Boolean value ? of(value) : OPEN;
        }
        return node.is(Node.STORED) && String.valueOf(node.payload()).endsWith("training") ? RATHER_FALSE : OPEN;
    }

    private static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    private static Truth same(Node first, Node second) {
        if (first == second) {
            return TRUE;
        }
        if (first.isLiteral() && second.isLiteral()) {
            return of(Objects.equals(first.payload(), second.payload()));
        }
        if (first.isLiteral() || second.isLiteral()) {
            Node other = first.isLiteral() ? second : first;
            return PERHAPS_NONE.contains(other.operator()) ? OPEN : FALSE;
        }
        Set<Node> possible = new HashSet<>();
        possibilities(first, possible);
        boolean none = possible.stream().anyMatch(Node::isLiteral);
        Set<Node> others = new HashSet<>();
        possibilities(second, others);
        if (!none && Collections.disjoint(possible, others)) {
            // Two operators may give the same tensor, as contiguous() does with one that is so already.
            return RATHER_FALSE;
        }
        return first.is(Node.CHOICE) && second.is(Node.CHOICE) ? sameChoice(first.inputs(), second.inputs()) : OPEN;
    }

    private static void possibilities(Node node, Set<Node> all) {
        if (!node.is(Node.CHOICE)) {
            all.add(node);
        } else {
            node.inputs().forEach(input -> possibilities(input, all));
        }
    }

    /** Variables that are set side by side in both branches of a condition are the same if they are so in each. */
    private static Truth sameChoice(List<Node> first, List<Node> second) {
        Truth both = OPEN;
        for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
            Truth pair = same(first.get(i), second.get(i));
            Truth likely = pair == TRUE ? RATHER_TRUE : pair == FALSE ? RATHER_FALSE : pair;
            if (i > 0 && likely != both) {
                return OPEN;
            }
            both = likely;
        }
        return both;
    }

    private static Truth equal(Node first, Node second) {
        return first.isLiteral() && second.isLiteral() ? of(Objects.equals(first.payload(), second.payload())) : OPEN;
    }

    private static Truth greater(Node first, Node second) {
        if (first.is("len") && Objects.equals(second.payload(), 0L)) {
            return isText(first.inputs().get(0)) ? TRUE : OPEN;
        }
        return first.payload() instanceof Number left
                        && second.payload() instanceof Number right
                        && first.isLiteral()
                        && second.isLiteral()
                ? of(left.doubleValue() > right.doubleValue())
                : OPEN;
    }

    /** Whether a value is a text that cannot be empty, such as the reason why a fast path is not taken. */
    private static boolean isText(Node node) {
        if (node.is(Node.CHOICE)) {
            return node.inputs().stream().allMatch(Truth::isText);
        }
        return node.is("format") || (node.payload() instanceof String text && node.isLiteral() && !text.isEmpty());
    }
}
