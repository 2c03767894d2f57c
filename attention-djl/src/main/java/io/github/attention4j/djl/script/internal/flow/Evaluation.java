package io.github.attention4j.djl.script.internal.flow;

import io.github.attention4j.djl.script.internal.source.Expression;
import io.github.attention4j.djl.script.internal.source.FunctionSource;
import io.github.attention4j.djl.script.internal.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows one expression. */
final class Evaluation {
    private static final int MOST_CHUNKS = 64;

    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("+", "add"),
            Map.entry("-", "sub"),
            Map.entry("*", "mul"),
            Map.entry("/", "div"),
            Map.entry("@", "matmul"),
            Map.entry("**", "pow"),
            Map.entry("==", "eq"),
            Map.entry("!=", "ne"),
            Map.entry(">", "gt"),
            Map.entry("<", "lt"),
            Map.entry(">=", "ge"),
            Map.entry("<=", "le"),
            Map.entry("not", "__not__"));

    private final Interpreter interpreter;
    private final Nodes nodes;
    private final Frame frame;
    private final Variables variables;
    private boolean raised;

    Evaluation(Interpreter interpreter, Frame frame, Variables variables) {
        this.interpreter = interpreter;
        this.nodes = interpreter.nodes();
        this.frame = frame;
        this.variables = variables;
    }

    /** Whether an exception was thrown on the way. */
    boolean raised() {
        return raised;
    }

    Node of(Expression expression) {
        if (expression instanceof Expression.Literal literal) {
            return nodes.literal(literal.value());
        }
        if (expression instanceof Expression.Call call) {
            return call(call);
        }
        if (expression instanceof Expression.Sequence sequence) {
            return nodes.make(Node.PACK, all(sequence.items()), null, null);
        }
        if (expression instanceof Expression.Dict dict) {
            List<@Nullable Object> keys = new ArrayList<>();
            all(dict.keys()).forEach(key -> keys.add(key.payload()));
            return nodes.make(Node.PACK, all(dict.values()), keys, null);
        }
        if (expression instanceof Expression.Subscript subscript) {
            return subscript(subscript);
        }
        if (expression instanceof Expression.Operation operation) {
            return operation(operation);
        }
        return named(expression);
    }

    private List<Node> all(List<Expression> expressions) {
        List<Node> values = new ArrayList<>();
        expressions.forEach(expression -> values.add(of(expression)));
        return values;
    }

    private Node named(Expression expression) {
        String global = global(expression);
        if (global != null) {
            boolean constant = global.startsWith("CONSTANTS.");
            return nodes.make(constant ? Node.STORED : Node.NAMED, List.of(), global, null);
        }
        if (expression instanceof Expression.Name name) {
            Node value = variables.get(name.text());
            return value == null ? nodes.make(Node.HIDDEN, List.of(), name.text(), null) : value;
        }
        Expression.Attribute attribute = (Expression.Attribute) expression;
        return attribute(of(attribute.of()), attribute.name());
    }

    /** The dotted name, if it does not start at a variable. */
    private @Nullable String global(Expression expression) {
        String dotted = Program.dotted(expression);
        if (dotted == null) {
            return null;
        }
        int dot = dotted.indexOf('.');
        return variables.get(dot < 0 ? dotted : dotted.substring(0, dot)) == null ? dotted : null;
    }

    private Node attribute(Node owner, String name) {
        if (owner.payload() instanceof ModuleRef module) {
            return interpreter.attribute(module, name);
        }
        return nodes.item(owner, name);
    }

    private Node subscript(Expression.Subscript subscript) {
        Node owner = of(subscript.of());
        if (subscript.index() instanceof Expression.Literal index) {
            return nodes.item(owner, index.value());
        }
        return nodes.make("slice", List.of(owner), null, null);
    }

    private Node operation(Expression.Operation operation) {
        List<Node> operands = all(operation.operands());
        if (operation.operator().equals("if") && operands.size() == 3) {
            return nodes.choice(operands.get(1), operands.get(2));
        }
        String name = SIGNS.getOrDefault(operation.operator(), operation.operator());
        return nodes.make(name, operands, null, null);
    }

    private Node call(Expression.Call call) {
        String global = global(call.callee());
        if (global == null) {
            if (call.callee() instanceof Expression.Attribute method) {
                return method(call, of(method.of()), method.name());
            }
            Node callee = of(call.callee());
            if (!callee.is(Node.NAMED)) {
                return hidden(call, "a value that is called");
            }
            global = String.valueOf(callee.payload());
        }
        return global.startsWith(Program.ROOT + ".") ? own(call, global) : builtIn(call, global);
    }

    private Place place(Expression.Call call) {
        return new Place(frame, call, interpreter.branch());
    }

    private Map<String, Node> keywords(Expression.Call call) {
        Map<String, Node> values = new LinkedHashMap<>();
        call.keywords().forEach(keyword -> values.put(keyword.name(), of(keyword.value())));
        return values;
    }

    private Node method(Expression.Call call, Node owner, String name) {
        if (!(owner.payload() instanceof ModuleRef module)) {
            return hidden(call, "the method " + name + " of a value");
        }
        FunctionSource function = module.type().source().method(name);
        if (function == null || !module.type().source().isModule()) {
            return hidden(
                    call, "the method " + name + " of " + module.path() + ", which is known by an interface only");
        }
        List<Node> arguments = all(call.arguments());
        return interpreter.call(place(call), module.type().file(), module, function, arguments, keywords(call));
    }

    private Node hidden(Expression.Call call, String what) {
        interpreter.blindSpot(what + " (in code/" + frame.file().path() + ", "
                + frame.function().name() + ")");
        List<Node> inputs = all(call.arguments());
        inputs.addAll(keywords(call).values());
        return nodes.make(Node.HIDDEN, inputs, what, place(call));
    }

    /** A function or class of the archive. */
    private Node own(Expression.Call call, String name) {
        FunctionSource function = interpreter.program().function(name);
        SourceFile file = interpreter.program().file(name);
        if (function != null && file != null) {
            List<Node> arguments = all(call.arguments());
            return interpreter.call(place(call), file, null, function, arguments, keywords(call));
        }
        ModuleType type = interpreter.program().type(name);
        if (type != null && type.source().base().equals("NamedTuple")) {
            List<@Nullable Object> keys = new ArrayList<>(type.source().fields().keySet());
            return nodes.make(Node.PACK, all(call.arguments()), keys, null);
        }
        return hidden(call, "an object of " + name);
    }

    private Node builtIn(Expression.Call call, String name) {
        List<Expression> arguments = call.arguments();
        boolean typed = arguments.size() == 2;
        return switch (name) {
            case "annotate" -> typed ? of(arguments.get(1)) : hidden(call, name);
            case "unchecked_cast" -> typed ? notNone(of(arguments.get(1))) : hidden(call, name);
            case "uninitialized" -> nodes.make(Node.UNINITIALIZED, List.of(), null, null);
            case "isinstance" -> nodes.make(name, typed ? List.of(of(arguments.get(0))) : List.of(), null, place(call));
            case "getattr" -> typed && arguments.get(1) instanceof Expression.Literal attribute
                    ? attribute(of(arguments.get(0)), String.valueOf(attribute.value()))
                    : hidden(call, name);
            default -> operator(call, name.substring(name.lastIndexOf('.') + 1));
        };
    }

    private Node notNone(Node value) {
        if (value.is(Node.CHOICE)) {
            List<Node> left = value.inputs().stream()
                    .filter(input -> !input.isLiteral() || input.payload() != null)
                    .toList();
            if (left.size() == 1) {
                return left.get(0);
            }
        }
        return value;
    }

    private Node operator(Expression.Call call, String name) {
        Place place = place(call);
        List<Node> inputs = all(call.arguments());
        Map<String, Node> keywords = keywords(call);
        if (name.equals("RaiseException")) {
            raised = true;
        }
        if (inputs.size() >= 2) {
            Node first = inputs.get(0);
            Node second = inputs.get(1);
            if (first.is(Node.PACK)) {
                if (name.equals("append")) {
                    first.add(second);
                    return first;
                }
                if (name.equals("add") && second.is(Node.PACK)) {
                    List<Node> both = new ArrayList<>(first.inputs());
                    both.addAll(second.inputs());
                    return nodes.make(Node.PACK, both, null, null);
                }
            }
            if (name.equals("__getitem__") && second.isLiteral()) {
                return nodes.item(first, second.payload());
            }
            if (name.equals("append") || name.equals("_set_item")) {
                first.add(inputs.get(inputs.size() - 1));
                return first;
            }
        }
        boolean inPlace = name.length() > 1 && name.endsWith("_") && !name.endsWith("__");
        String plain = inPlace ? name.substring(0, name.length() - 1) : name;
        List<Node> everything = new ArrayList<>(inputs);
        everything.addAll(keywords.values());
        Node node = nodes.make(plain, everything, keywords, null, place);
        if (inPlace && !inputs.isEmpty()) {
            variables.overwrite(inputs.get(0), node);
        }
        return plain.equals("chunk") ? chunks(node) : node;
    }

    /** The number of chunks is usually written down, so that they can be told apart. */
    private Node chunks(Node chunked) {
        Node count = chunked.argument(1, "chunks");
        if (count == null || !(count.payload() instanceof Long number) || number < 1 || number > MOST_CHUNKS) {
            return chunked;
        }
        List<Node> items = new ArrayList<>();
        for (long i = 0; i < number; i++) {
            items.add(nodes.item(chunked, i));
        }
        return nodes.make(Node.PACK, items, null, null);
    }
}
