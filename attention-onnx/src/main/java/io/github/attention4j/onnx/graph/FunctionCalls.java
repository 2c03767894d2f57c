package io.github.attention4j.onnx.graph;

import io.github.attention4j.ModelFormatException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the bodies of model-local functions in the place of their calls, as engines do before they run a model: two
 * calls of one function become two pieces of graph, whose tensors have names of their own.
 */
final class FunctionCalls {
    /** More than real models have; calls of calls multiply, and a file of a kilobyte could ask for billions. */
    private static final int MOST_NODES = 2_000_000;

    private final Map<String, OnnxFunction> functions = new LinkedHashMap<>();
    private final Deque<OnnxFunction> open = new ArrayDeque<>();
    private int calls;
    private int nodes;

    private FunctionCalls(List<OnnxFunction> functions) {
        functions.forEach(function ->
                this.functions.putIfAbsent(key(function.domain(), function.name(), function.overload()), function));
    }

    /**
     * Replaces all calls.
     *
     * @param graph the main graph
     * @param functions what it may call
     * @return the graph itself if there are no functions
     * @throws ModelFormatException if a function calls itself, or calls multiply beyond measure
     */
    static OnnxGraph replaced(OnnxGraph graph, List<OnnxFunction> functions) {
        return functions.isEmpty() ? graph : new FunctionCalls(functions).body(graph, CallFrame.OUTSIDE);
    }

    private static String key(String domain, String name, String overload) {
        return (domain.equals("ai.onnx") ? "" : domain) + "\n" + name + "\n" + overload;
    }

    private OnnxGraph body(OnnxGraph graph, CallFrame frame) {
        List<OnnxNode> placed = new ArrayList<>();
        place(graph.nodes(), frame, placed);
        if (frame == CallFrame.OUTSIDE) {
            return new OnnxGraph(
                    graph.name(),
                    placed,
                    graph.initializers(),
                    graph.inputs(),
                    graph.outputs(),
                    graph.values(),
                    graph.asInFile(),
                    graph.range());
        }
        Map<String, StoredTensor> initializers = new LinkedHashMap<>();
        graph.initializers().forEach((name, stored) -> {
            StoredTensor renamed = stored.named(frame.name(name));
            initializers.put(renamed.name(), renamed);
        });
        Map<String, TensorType> values = new LinkedHashMap<>();
        frame.names(List.copyOf(graph.values().values())).forEach(value -> values.put(value.name(), value));
        return new OnnxGraph(
                graph.name(),
                placed,
                initializers,
                frame.names(graph.inputs()),
                frame.names(graph.outputs()),
                values,
                false,
                graph.range());
    }

    private void place(List<OnnxNode> from, CallFrame frame, List<OnnxNode> target) {
        for (OnnxNode node : from) {
            OnnxFunction function = functions.get(key(node.domain(), node.operator(), node.overload()));
            if (function == null) {
                target.add(placed(node, frame, target.size()));
                countNode();
            } else {
                call(function, placed(node, frame, 0), target);
            }
        }
    }

    private void countNode() {
        if (++nodes > MOST_NODES) {
            throw new ModelFormatException(
                    "Not a well-formed ONNX file: calls of its functions come to more than " + MOST_NODES + " nodes");
        }
    }

    private OnnxNode placed(OnnxNode node, CallFrame frame, int index) {
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
        boolean holdsBody = false;
        for (OnnxAttribute attribute : node.attributes().values()) {
            OnnxAttribute given = frame.attribute(attribute);
            if (given != null && given.graph() != null) {
                holdsBody = true;
                given = given.withGraph(body(given.graph(), frame));
            }
            if (given != null) {
                attributes.put(given.name(), given);
            }
        }
        boolean outside = frame == CallFrame.OUTSIDE;
        return new OnnxNode(
                index,
                outside ? node.name() : frame.name(node.name()),
                node.operator(),
                node.domain(),
                node.inputs().stream().map(frame::name).toList(),
                node.outputs().stream().map(frame::name).toList(),
                attributes,
                node.overload(),
                outside && !holdsBody,
                node.range());
    }

    private void call(OnnxFunction function, OnnxNode node, List<OnnxNode> target) {
        if (open.contains(function)) {
            throw new ModelFormatException(
                    "Not a well-formed ONNX file: the function " + function.name() + " calls itself");
        }
        // An empty function costs no node, but may be called by many.
        countNode();
        CallFrame frame = CallFrame.of(function, node, calls++);
        List<TensorType> outputs = function.body().outputs();
        for (int position = 0; position < outputs.size(); position++) {
            String output = outputs.get(position).name();
            if (frame.isInput(output) && !node.output(position).isEmpty()) {
                target.add(passedOn(node, target.size(), frame.name(output), node.output(position)));
            }
        }
        open.push(function);
        place(function.body().nodes(), frame, target);
        open.pop();
    }

    /** What a function hands back as it was given. */
    private static OnnxNode passedOn(OnnxNode call, int index, String from, String to) {
        return new OnnxNode(index, to, "Identity", "", List.of(from), List.of(to), Map.of(), "", false, call.range());
    }
}
