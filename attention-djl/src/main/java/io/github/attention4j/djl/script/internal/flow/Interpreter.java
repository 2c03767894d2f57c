package io.github.attention4j.djl.script.internal.flow;

import io.github.attention4j.ModelFormatException;
import io.github.attention4j.djl.script.internal.source.ClassSource;
import io.github.attention4j.djl.script.internal.source.Expression;
import io.github.attention4j.djl.script.internal.source.FunctionSource;
import io.github.attention4j.djl.script.internal.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows a program without running it: every call is gone into, both sides of every open condition are taken, and a
 * loop's body is gone through once.
 */
public final class Interpreter {
    private static final int DEEPEST_CALL = 100;

    private final Program program;
    private final Nodes nodes = new Nodes();
    private final Map<String, Node> attributes = new HashMap<>();
    private final Set<String> blindSpots = new LinkedHashSet<>();
    private Branch branch = Branch.NONE;
    private int conditions;

    private Interpreter(Program program) {
        this.program = program;
    }

    /**
     * Follows {@code forward} of a module.
     *
     * @param program all source
     * @param top the module's class
     * @param forward its method
     * @throws ModelFormatException if the program calls itself, or is endless
     */
    public static Graph follow(Program program, ModuleType top, FunctionSource forward) {
        Interpreter interpreter = new Interpreter(program);
        Frame frame = new Frame(null, top.file(), top.source(), forward, "");
        Variables variables = new Variables();
        List<FunctionSource.Parameter> parameters = forward.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i).name();
            variables.set(name, i == 0 ? interpreter.module(top, "") : interpreter.input(parameters.get(i)));
        }
        new Activation(interpreter, frame, variables).run();
        return new Graph(List.copyOf(interpreter.nodes.all()), List.copyOf(interpreter.blindSpots));
    }

    private Node module(ModuleType type, String path) {
        return nodes.make(Node.MODULE, List.of(), new ModuleRef(type, path), null);
    }

    private Node input(FunctionSource.Parameter parameter) {
        Node input = nodes.make(Node.INPUT, List.of(), parameter.name(), null);
        boolean optional = parameter.value() != null
                || (parameter.type() instanceof Expression.Subscript type
                        && "Optional".equals(Program.dotted(type.of())));
        return optional ? nodes.make(Node.CHOICE, List.of(input, nodes.literal(null)), null, null) : input;
    }

    Program program() {
        return program;
    }

    Nodes nodes() {
        return nodes;
    }

    Branch branch() {
        return branch;
    }

    int newCondition() {
        return conditions++;
    }

    Branch enter(int condition, boolean then) {
        Branch outer = branch;
        branch = new Branch(outer, condition, then, false);
        return outer;
    }

    Branch enterLoop() {
        Branch outer = branch;
        branch = new Branch(outer, newCondition(), true, true);
        return outer;
    }

    void leave(Branch outer) {
        branch = outer;
    }

    void blindSpot(String what) {
        blindSpots.add(what);
    }

    /** An attribute of a module; the same one is the same node. */
    Node attribute(ModuleRef module, String name) {
        String path = module.pathOf(name);
        Node known = attributes.get(path);
        if (known == null) {
            known = newAttribute(module, name, path);
            attributes.put(path, known);
        }
        return known;
    }

    private Node newAttribute(ModuleRef module, String name, String path) {
        ClassSource.Field field = module.type().source().fields().get(name);
        if (field != null) {
            String typeName = Program.dotted(field.type());
            ModuleType type = typeName == null ? null : program.type(typeName);
            if (type != null) {
                return module(type, path);
            }
            if (field.value() instanceof Expression.Literal literal) {
                return nodes.literal(literal.value());
            }
        }
        return nodes.make(Node.STORED, List.of(), path, null);
    }

    void setAttribute(ModuleRef module, String name, Node value) {
        attributes.put(module.pathOf(name), nodes.choice(attribute(module, name), value));
    }

    /** Goes into a function. */
    Node call(
            Place place,
            SourceFile file,
            @Nullable ModuleRef self,
            FunctionSource function,
            List<Node> arguments,
            Map<String, Node> keywords) {
        String module = self == null ? place.frame().module() : self.path();
        Frame frame = new Frame(place, file, self == null ? null : self.type().source(), function, module);
        if (frame.depth() > DEEPEST_CALL) {
            throw new ModelFormatException("The TorchScript function " + function.name() + " in code/" + file.path()
                    + " is called more than " + DEEPEST_CALL + " levels deep; programs that call themselves cannot be"
                    + " rewritten");
        }
        Variables variables = new Variables();
        List<FunctionSource.Parameter> parameters = new ArrayList<>(function.parameters());
        List<Node> given = new ArrayList<>(arguments);
        if (self != null) {
            given.add(0, nodes.make(Node.MODULE, List.of(), self, null));
        }
        for (int i = 0; i < parameters.size(); i++) {
            FunctionSource.Parameter parameter = parameters.get(i);
            Node value = i < given.size() ? given.get(i) : keywords.get(parameter.name());
            if (value == null && parameter.value() instanceof Expression.Literal literal) {
                value = nodes.literal(literal.value());
            }
            variables.set(
                    parameter.name(),
                    value == null ? nodes.make(Node.STORED, List.of(), parameter.name(), null) : value);
        }
        return new Activation(this, frame, variables).run();
    }
}
