package io.github.attention4j.djl.script.internal.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement. */
public sealed interface Statement {
    /** {@code target = value}; a sequence as target unpacks the value. A missing value declares a variable. */
    record Assign(Expression target, @Nullable Expression annotation, @Nullable Expression value)
            implements Statement {}

    /** An expression whose value nobody keeps. */
    record Evaluate(Expression expression) implements Statement {}

    /** {@code if}; an {@code elif} is an {@code if} in the other branch. */
    record If(Expression condition, List<Statement> then, List<Statement> otherwise) implements Statement {}

    /** {@code for} (with a target) or {@code while} (without). */
    record Loop(@Nullable Expression target, Expression over, List<Statement> body) implements Statement {}

    /** {@code with}. */
    record With(List<Expression> contexts, List<Statement> body) implements Statement {}

    /** {@code return}; without a value None is returned. */
    record Return(@Nullable Expression value) implements Statement {}

    /** {@code pass}, {@code break}, {@code continue}. */
    record Word(String text) implements Statement {}
}
