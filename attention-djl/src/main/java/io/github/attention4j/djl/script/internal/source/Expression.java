package io.github.attention4j.djl.script.internal.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression; {@code start} and {@code end} are positions in the source text, the end exclusive. */
public sealed interface Expression {
    /** Where it starts. */
    int start();

    /** Where it ends, exclusive. */
    int end();

    /** A variable, or the start of a dotted name. */
    record Name(int start, int end, String text) implements Expression {}

    /** {@code of.name}. */
    record Attribute(int start, int end, Expression of, String name) implements Expression {}

    /** {@code of[index]}; an index made of several is a {@link Sequence}. */
    record Subscript(int start, int end, Expression of, Expression index) implements Expression {}

    /**
     * A call.
     *
     * @param open the position behind the opening parenthesis
     */
    record Call(int start, int end, Expression callee, int open, List<Expression> arguments, List<Keyword> keywords)
            implements Expression {}

    /** A number, a string, a truth value or None (null). */
    record Literal(int start, int end, @Nullable Object value) implements Expression {}

    /** A tuple or list. */
    record Sequence(int start, int end, boolean tuple, List<Expression> items) implements Expression {}

    /** A dict; as many keys as values. */
    record Dict(int start, int end, List<Expression> keys, List<Expression> values) implements Expression {}

    /** An operator and what it is applied to; slices, comparisons and conditional expressions included. */
    record Operation(int start, int end, String operator, List<Expression> operands) implements Expression {}

    /** {@code name=value} in a call. */
    record Keyword(String name, Expression value) {}
}
