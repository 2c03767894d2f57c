package io.github.attention4j.djl.script.internal.flow;

import io.github.attention4j.djl.script.internal.source.Expression;
import io.github.attention4j.djl.script.internal.source.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows the statements of one running function. */
final class Activation {
    private final Interpreter interpreter;
    private final Nodes nodes;
    private final Frame frame;
    private Variables variables;
    private @Nullable Node returned;
    private boolean raised;

    Activation(Interpreter interpreter, Frame frame, Variables variables) {
        this.interpreter = interpreter;
        this.nodes = interpreter.nodes();
        this.frame = frame;
        this.variables = variables;
    }

    Node run() {
        follow(frame.function().body());
        return returned == null ? nodes.literal(null) : returned;
    }

    private void follow(List<Statement> statements) {
        for (Statement statement : statements) {
            if (statement instanceof Statement.Assign assign) {
                if (assign.value() != null) {
                    assign(assign.target(), value(assign.value()));
                }
            } else if (statement instanceof Statement.Evaluate evaluate) {
                value(evaluate.expression());
            } else if (statement instanceof Statement.If condition) {
                follow(condition);
            } else if (statement instanceof Statement.Loop loop) {
                follow(loop);
            } else if (statement instanceof Statement.With with) {
                with.contexts().forEach(this::value);
                follow(with.body());
            } else if (statement instanceof Statement.Return end) {
                Node value = end.value() == null ? nodes.literal(null) : value(end.value());
                returned = returned == null ? value : nodes.choice(returned, value);
            }
        }
    }

    private Node value(Expression expression) {
        Evaluation evaluation = new Evaluation(interpreter, frame, variables);
        Node value = evaluation.of(expression);
        raised |= evaluation.raised();
        return value;
    }

    private void assign(Expression target, Node value) {
        if (target instanceof Expression.Name name) {
            variables.set(name.text(), value);
        } else if (target instanceof Expression.Sequence several) {
            for (int i = 0; i < several.items().size(); i++) {
                assign(several.items().get(i), nodes.item(value, (long) i));
            }
        } else if (target instanceof Expression.Attribute attribute) {
            Node owner = value(attribute.of());
            if (owner.payload() instanceof ModuleRef module) {
                interpreter.setAttribute(module, attribute.name(), value);
            }
        } else if (target instanceof Expression.Subscript subscript) {
            Node owner = value(subscript.of());
            if (owner.is(Node.PACK)) {
                owner.add(value);
            }
        }
    }

    private void follow(Statement.If statement) {
        Truth truth = Truth.of(value(statement.condition()));
        if (truth == Truth.TRUE || truth == Truth.FALSE) {
            follow(truth == Truth.TRUE ? statement.then() : statement.otherwise());
            return;
        }
        int condition = interpreter.newCondition();
        Variables before = variables;
        boolean raisedBefore = raised;
        Side then = follow(before, statement.then(), condition, true);
        Side otherwise = follow(before, statement.otherwise(), condition, false);
        raised = raisedBefore || (then.raised() && otherwise.raised());
        if (truth == Truth.RATHER_TRUE || otherwise.raised()) {
            variables = then.variables();
        } else if (truth == Truth.RATHER_FALSE || then.raised()) {
            variables = otherwise.variables();
        } else {
            variables = merged(then.variables(), otherwise.variables());
        }
    }

    private record Side(Variables variables, boolean raised) {}

    private Side follow(Variables before, List<Statement> statements, int condition, boolean then) {
        Branch outer = interpreter.enter(condition, then);
        variables = before.copy();
        raised = false;
        follow(statements);
        interpreter.leave(outer);
        return new Side(variables, raised);
    }

    private Variables merged(Variables first, Variables second) {
        Variables merged = first.copy();
        second.all().forEach((name, value) -> {
            Node other = first.get(name);
            merged.set(name, other == null ? value : nodes.choice(other, value));
        });
        return merged;
    }

    private void follow(Statement.Loop loop) {
        Node over = value(loop.over());
        Map<String, Node> changing = new HashMap<>();
        Set<String> assigned = new LinkedHashSet<>();
        collect(loop.body(), assigned);
        for (String name : assigned) {
            Node before = variables.get(name);
            if (before != null) {
                Node round = nodes.make(Node.LOOP, List.of(before), null, null);
                variables.set(name, round);
                changing.put(name, round);
            }
        }
        if (loop.target() != null) {
            assign(loop.target(), element(over));
        }
        Branch outer = interpreter.enterLoop();
        follow(loop.body());
        interpreter.leave(outer);
        changing.forEach((name, round) -> {
            Node after = variables.get(name);
            if (after != null && after != round) {
                round.add(after);
            }
            variables.set(name, round);
        });
    }

    private Node element(Node over) {
        return over.is(Node.PACK)
                ? nodes.make(Node.CHOICE, new ArrayList<>(over.inputs()), null, null)
                : nodes.make(Node.ITEM, List.of(over), null, null);
    }

    private static void collect(List<Statement> statements, Set<String> names) {
        for (Statement statement : statements) {
            if (statement instanceof Statement.Assign assign) {
                collect(assign.target(), names);
            } else if (statement instanceof Statement.If condition) {
                collect(condition.then(), names);
                collect(condition.otherwise(), names);
            } else if (statement instanceof Statement.Loop loop) {
                collect(loop.body(), names);
            } else if (statement instanceof Statement.With with) {
                collect(with.body(), names);
            }
        }
    }

    private static void collect(Expression target, Set<String> names) {
        if (target instanceof Expression.Name name) {
            names.add(name.text());
        } else if (target instanceof Expression.Sequence several) {
            several.items().forEach(item -> collect(item, names));
        }
    }
}
