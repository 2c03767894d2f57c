package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import java.util.Map;
import java.util.Optional;

/** Where the tensors of a site are. */
public sealed interface SitePlace {
    /**
     * The tensors of the site; those of one branch where there are several, which then are alike.
     *
     * @return the tensors, by their names in the graph that holds them
     */
    SiteTensors tensors();

    /**
     * In the graph itself.
     *
     * @param tensors the tensors
     */
    record InGraph(SiteTensors tensors) implements SitePlace {}

    /**
     * Inside an operator that is asked for them.
     *
     * @param node the operator's node
     * @param operator how to ask
     * @param tensors the tensors, named here and made when asked for
     * @param queriesAreSplit whether queries come as {@code [batch, heads, tokens, dimension]}
     * @param keysAreSplit whether keys and values come so
     */
    record InOperator(
            OnnxNode node, FusedOperator operator, SiteTensors tensors, boolean queriesAreSplit, boolean keysAreSplit)
            implements SitePlace {}

    /**
     * Inside an operator that keeps its numbers to itself: they are computed once more beside it.
     *
     * @param node the operator's node
     * @param packed what there is to know about it
     * @param tensors the tensors, named here and made when asked for
     */
    record Beside(OnnxNode node, PackedAttention packed, SiteTensors tensors) implements SitePlace {}

    /**
     * In the body of a {@code Loop} or {@code Scan}, which collects what its iterations compute.
     *
     * @param container the node
     * @param iteration the iteration that is meant, zero-based, or {@link #EACH}
     * @param place the place within the body
     */
    record InIterations(OnnxNode container, int iteration, SitePlace place) implements SitePlace {
        /** All iterations, whose query rows follow one another. */
        public static final int EACH = -1;

        @Override
        public SiteTensors tensors() {
            return place.tensors();
        }
    }

    /**
     * In the branches of an {@code If}: one of them is computed in a run, and one may lack the site.
     *
     * @param container the {@code If}
     * @param branches the place by the attribute that holds the branch; empty where a branch lacks the site
     */
    record InBranches(OnnxNode container, Map<String, Optional<SitePlace>> branches) implements SitePlace {
        @Override
        public SiteTensors tensors() {
            return branches.values().stream()
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow()
                    .tensors();
        }
    }
}
