package io.github.attention4j.onnx.internal;

import io.github.attention4j.onnx.graph.rewrite.GraphEdit;
import io.github.attention4j.onnx.graph.rewrite.NewNode;
import io.github.attention4j.onnx.graph.rewrite.NewTensor;
import io.github.attention4j.onnx.graph.rewrite.NodeEdit;
import io.github.attention4j.onnx.graph.site.SitePlace;
import io.github.attention4j.onnx.graph.site.SiteTensors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes a tensor of a site visible in the main graph, out of whatever branches it lies in. */
final class Lifter {
    private Lifter() {}

    /**
     * Lifts a tensor.
     *
     * @param graph the edit of the graph that holds the place
     * @param place the site's place
     * @param which picks the tensor
     * @param name a name for it, not yet used
     * @return the tensor's name in that graph: its own where it lies there already
     */
    static String lift(GraphEdit graph, SitePlace place, Function<SiteTensors, String> which, String name) {
        if (place instanceof SitePlace.InBranches branches) {
            NodeEdit container = graph.node(branches.container().index());
            for (Map.Entry<String, Optional<SitePlace>> branch :
                    branches.branches().entrySet()) {
                GraphEdit body = container.body(branch.getKey());
                // Names within branches must not meet those of the graph around them.
                String inner = name + "." + branch.getKey();
                if (branch.getValue().isPresent()) {
                    String tensor = lift(body, branch.getValue().get(), which, inner + ".inner");
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
        return which.apply(place.tensors());
    }
}
