package io.github.attention4j.onnx.internal;

import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.rewrite.GraphEdit;
import io.github.attention4j.onnx.graph.rewrite.NewNode;
import io.github.attention4j.onnx.graph.rewrite.NewTensor;
import io.github.attention4j.onnx.graph.rewrite.NodeEdit;
import io.github.attention4j.onnx.graph.site.SitePlace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a tensor of a site visible in the main graph, out of whatever bodies it lies in. */
final class Lifter {
    private Lifter() {}

    /**
     * Lifts a tensor.
     *
     * @param graph the edit of the graph that holds the place
     * @param place the site's place
     * @param part which of the site's tensors
     * @param name a name for it, not yet used
     * @return the tensor's name in that graph: its own where it lies there already
     */
    static String lift(GraphEdit graph, SitePlace place, SitePart part, String name) {
        if (place instanceof SitePlace.InBranches branches) {
            return outOfBranches(graph, branches, part, name);
        }
        if (place instanceof SitePlace.InIterations iterations) {
            return outOfIterations(graph, iterations, part, name);
        }
        if (place instanceof SitePlace.InOperator inside) {
            OperatorBranch.add(graph, inside, part);
        } else if (place instanceof SitePlace.Beside beside) {
            PackedBranch.add(graph, beside);
        }
        return part.tensor(place.tensors());
    }

    private static String outOfBranches(GraphEdit graph, SitePlace.InBranches branches, SitePart part, String name) {
        NodeEdit container = graph.node(branches.container().index());
        for (Map.Entry<String, Optional<SitePlace>> branch : branches.branches().entrySet()) {
            GraphEdit body = container.body(branch.getKey());
            // Names within branches must not meet those of the graph around them.
            String inner = name + "." + branch.getKey();
            if (branch.getValue().isPresent()) {
                String tensor = lift(body, branch.getValue().get(), part, inner + ".inner");
                body.add(NewNode.of("Identity", List.of(tensor), inner, Map.of()));
            } else {
                // All branches return equally many tensors; this one stands for "not computed here".
                body.add(NewTensor.emptyFloats(inner + ".none"));
                body.add(NewNode.of("Identity", List.of(inner + ".none"), inner, Map.of()));
            }
            body.output(inner);
        }
        container.appendOutput(name);
        return name;
    }

    /** Has a Loop or Scan collect the tensor along a new first axis, and takes from there what is meant. */
    private static String outOfIterations(
            GraphEdit graph, SitePlace.InIterations iterations, SitePart part, String name) {
        OnnxNode container = iterations.container();
        String inner = lift(graph.node(container.index()).body("body"), iterations.place(), part, name + ".inner");
        String collected = "attention4j.each." + inner;
        if (graph.claim(collected)) {
            collect(graph.node(container.index()), container, inner, collected);
        }
        long axis = part.stepAxis(iterations.tensors());
        boolean each = iterations.iteration() == SitePlace.InIterations.EACH;
        if (each && axis < 0) {
            graph.add(NewNode.of(
                    "SplitToSequence", List.of(collected), name + ".steps", Map.of("axis", 0L, "keepdims", 0L)));
            graph.add(NewNode.of("ConcatFromSequence", List.of(name + ".steps"), name, Map.of("axis", axis)));
        } else {
            graph.add(NewTensor.ofLong(name + ".step", each ? -1 : iterations.iteration()));
            graph.add(NewNode.of("Gather", List.of(collected, name + ".step"), name, Map.of("axis", 0L)));
        }
        return name;
    }

    private static void collect(NodeEdit edit, OnnxNode container, String inner, String collected) {
        GraphEdit body = edit.body("body");
        String output = collected + ".step";
        body.add(NewNode.of("Identity", List.of(inner), output, Map.of()));
        int added = body.output(output);
        int before = container.body("body").outputs().size();
        // A Loop keeps the first output of its body, the condition, to itself.
        edit.output(added + (container.is("Loop") ? before - 1 : before), collected);
        for (String perOutput : List.of("scan_output_axes", "scan_output_directions")) {
            if (container.attributes().containsKey(perOutput)) {
                List<Long> extended = new ArrayList<>(container.integers(perOutput));
                extended.addAll(Collections.nCopies(added + 1, 0L));
                edit.attribute(perOutput, extended);
            }
        }
    }
}
