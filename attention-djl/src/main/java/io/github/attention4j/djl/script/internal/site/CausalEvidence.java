package io.github.attention4j.djl.script.internal.site;

import io.github.attention4j.djl.script.internal.flow.Node;
import java.util.List;
import java.util.Set;

/** What a mask says about looking ahead. */
enum CausalEvidence {
    /** The mask is a triangle. */
    CAUSAL,
    /** There is no mask that could be one. */
    NONE,
    /** A mask comes in that the source does not make. */
    UNKNOWN;

    private static final Set<String> TRIANGLES = Set.of("tril", "triu", "tril_indices", "triu_indices");
    private static final Set<String> COMPARISONS =
            Set.of("gt", "lt", "ge", "le", "greater", "less", "greater_equal", "less_equal");

    static CausalEvidence in(List<Node> masks) {
        CausalEvidence evidence = NONE;
        for (Node mask : masks) {
            if (Dependence.anyBefore(mask, CausalEvidence::isTriangle)) {
                return CAUSAL;
            }
            if (Dependence.anyBefore(
                    mask, node -> node.is(Node.INPUT) || node.is(Node.STORED) || node.is(Node.HIDDEN))) {
                evidence = UNKNOWN;
            }
        }
        return evidence;
    }

    /** Positions compared with positions give a triangle, too. */
    private static boolean isTriangle(Node node) {
        return TRIANGLES.contains(node.operator())
                || (COMPARISONS.contains(node.operator())
                        && node.inputs().size() == 2
                        && node.inputs().stream().allMatch(CausalEvidence::isPositions));
    }

    private static boolean isPositions(Node node) {
        Node source = node;
        while (Operators.LAYOUT.contains(source.operator()) && !source.inputs().isEmpty()) {
            source = source.inputs().get(0);
        }
        return source.is("arange");
    }
}
