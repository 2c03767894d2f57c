package io.github.attention4j.djl.script.internal.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value and how it came about. Compared by identity. Lists and loop variables gain inputs while the program is
 * followed; afterwards nothing changes.
 */
public final class Node {
    /** The operator of an input of the program; the payload is its name. */
    public static final String INPUT = "<input>";
    /** A known number, string, truth value or None, which is the payload. */
    public static final String LITERAL = "<literal>";
    /** A stored tensor, number or setting, by name. */
    public static final String STORED = "<stored>";
    /** A module; the payload is a {@link ModuleRef}. */
    public static final String MODULE = "<module>";
    /** A function or class; the payload is its dotted name. */
    public static final String NAMED = "<named>";
    /** A tuple, list or dict; the payload of a dict is the list of its keys. */
    public static final String PACK = "<pack>";
    /** An item of something whose items are not known; the payload is the index. */
    public static final String ITEM = "<item>";
    /** One of the inputs, depending on the way the program takes. */
    public static final String CHOICE = "<choice>";
    /** A variable of a loop: its value before, and after a round. */
    public static final String LOOP = "<loop>";
    /** Something that the source does not show. */
    public static final String HIDDEN = "<hidden>";
    /** A variable without a value yet. */
    public static final String UNINITIALIZED = "uninitialized";

    private final int number;
    private final String operator;
    private final List<Node> inputs;
    private final Map<String, Node> keywords;
    private final @Nullable Object payload;
    private final @Nullable Place place;

    Node(
            int number,
            String operator,
            List<Node> inputs,
            Map<String, Node> keywords,
            @Nullable Object payload,
            @Nullable Place place) {
        this.number = number;
        this.operator = operator;
        this.inputs = new ArrayList<>(inputs);
        this.keywords = keywords;
        this.payload = payload;
        this.place = place;
    }

    /** Its number in the order of the computation. */
    public int number() {
        return number;
    }

    /** What makes it: the name of an operator without its namespace, or one of the constants of this class. */
    public String operator() {
        return operator;
    }

    /** Whether it is made by an operator. */
    public boolean is(String wanted) {
        return operator.equals(wanted);
    }

    /** What it is made of, in the order of the arguments, those given by name last. */
    public List<Node> inputs() {
        return inputs;
    }

    /** An argument by position or name, or null. */
    public @Nullable Node argument(int position, String name) {
        Node named = keywords.get(name);
        if (named != null) {
            return named;
        }
        return position < inputs.size() - keywords.size() ? inputs.get(position) : null;
    }

    /** What belongs to it beside the inputs. */
    public @Nullable Object payload() {
        return payload;
    }

    /** The call that makes it, if one does. */
    public @Nullable Place place() {
        return place;
    }

    boolean isLiteral() {
        return operator.equals(LITERAL);
    }

    void add(Node input) {
        inputs.add(input);
    }

    @Override
    public String toString() {
        return number + ":" + operator + (payload == null ? "" : "(" + payload + ")");
    }
}
