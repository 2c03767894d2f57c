package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.AttentionSite;
import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.site.ScoreSearch.ScorePath;
import io.github.attention4j.onnx.graph.site.ValueSearch.ValuePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether a softmax is attention. */
final class SiteMatcher {
    private static final Set<String> QUANTISING = Set.of("QuantizeLinear", "DynamicQuantizeLinear");
    private static final Set<String> HARMLESS = Set.of("Identity", "Dropout", "Cast");

    private static final String REPORT = ". If this is attention, please report this line and what exported the model";

    private SiteMatcher() {}

    /**
     * The answer for one softmax.
     *
     * @param match the attention, or null if the softmax is something else
     * @param reason why it was or was not taken
     */
    record Answer(@Nullable SiteMatch match, String reason) {}

    static Answer match(Scope scope, SoftmaxCandidate softmax) {
        ScorePath score = ScoreSearch.behind(scope, softmax.input());
        if (score == null) {
            return no("what goes in is not a product of two tensors");
        }
        Axes axes = axes(scope, softmax, score);
        if (axes == null) {
            return no("it does not sum over one of the axes of the product "
                    + name(score.product().node()) + REPORT);
        }
        boolean keysAreRight = axes.key() == atSoftmax(score, score.product().rightFree());
        String queries = keysAreRight ? score.product().left() : score.product().right();
        String keys = keysAreRight ? score.product().right() : score.product().left();
        if (!scope.isActivation(keys)) {
            return no("its keys are stored weights, as in a classifier or a router, not tokens");
        }
        if (!axes.areLastTwo() && Ranks.of(scope, softmax.output()) == Ranks.UNKNOWN) {
            return no("its axes lie in an unusual order, and the file does not tell how many there are" + REPORT);
        }
        ValuePath value = ValueSearch.of(scope, softmax.output(), axes);
        if (value == null) {
            return no("what comes out does not weigh a third activation in a product");
        }
        if (!scope.isActivation(queries) && LearnedQuery.isSingle(scope, queries)) {
            return no("its only query is a learned constant: pooling, not attention between tokens");
        }
        Exposed exposed = exposed(softmax.output(), axes, value.path());
        Factor queryFactor = factor(scope, score.product(), keysAreRight);
        SiteTensors tensors = new SiteTensors(
                exposed.tensor(),
                HeadCount.of(scope, queryFactor),
                rank(scope, softmax, exposed),
                exposed.axes(),
                exposed.masked(),
                softmax.input(),
                queryFactor,
                factor(scope, score.product(), !keysAreRight),
                factor(scope, value.product(), !value.valuesAreRight(), true));
        return new Answer(
                new SiteMatch(scope, softmax.node(), softmax.operator(), tensors, null, null, sideInputs(score)),
                "the product " + name(score.product().node())
                        + " of two activations goes in, and what comes out weighs " + value.values() + " in "
                        + name(value.product().node()));
    }

    /** An operator that is attention by its definition. */
    static SiteMatch match(Scope scope, OnnxNode node, FusedOperator operator) {
        String name = "attention4j.fused." + node.output(0);
        Factor queries = new Factor(name + ".queries", false, null);
        Factor keys = new Factor(name + ".keys", false, null);
        Factor values = new Factor(name + ".values", false, null);
        int heads = (int) node.integer("num_heads", node.integer("q_num_heads", AttentionSite.UNKNOWN));
        SiteTensors tensors = new SiteTensors(
                name + ".weights", heads, 4, Axes.LAST_TWO, false, name + ".scores", queries, keys, values);
        return new SiteMatch(scope, node, node.qualifiedOperator(), tensors, operator, null, List.of());
    }

    /** An operator that is attention and hides it. */
    static SiteMatch match(Scope scope, OnnxNode node, PackedAttention packed) {
        String name = "attention4j.packed." + node.output(0);
        SiteTensors tensors = new SiteTensors(
                name + ".weights",
                packed.heads(),
                4,
                Axes.LAST_TWO,
                false,
                name + ".scores",
                new Factor(name + ".queries", false, null),
                new Factor(name + ".keys", false, null),
                new Factor(name + ".values", false, null));
        return new SiteMatch(scope, node, node.qualifiedOperator(), tensors, null, packed, List.of());
    }

    private static Answer no(String reason) {
        return new Answer(null, reason);
    }

    private static String name(OnnxNode node) {
        return node.name().isEmpty() ? node.operator() + " -> " + node.output(0) : node.name();
    }

    /** Which axes count queries and keys at the softmax: it sums over the keys. */
    private static @Nullable Axes axes(Scope scope, SoftmaxCandidate softmax, ScorePath score) {
        Axes free = score.axesAtSoftmax();
        if (free == null) {
            return null;
        }
        int summed = softmax.axisFromEnd(scope);
        if (summed == 0) {
            // The rank is not known. Before opset 13 a softmax over several axes at once would not be attention, and
            // exporters number the last axis.
            summed = Math.max(free.query(), free.key());
        }
        if (summed == free.key()) {
            return free;
        }
        return summed == free.query() ? free.swapped() : null;
    }

    private static int atSoftmax(ScorePath score, int axis) {
        Axes axes = new Axes(axis, axis == -1 ? -2 : -1);
        for (OnnxNode node : score.path()) {
            Axes after = axes.after(node);
            axes = after == null ? axes : after;
        }
        return axes.query();
    }

    private record Exposed(String tensor, Axes axes, boolean masked) {}

    /** The last tensor before the value product that still holds probabilities as floating-point numbers. */
    private static Exposed exposed(String probabilities, Axes axes, List<OnnxNode> path) {
        Exposed exposed = new Exposed(probabilities, axes, false);
        Axes current = axes;
        boolean masked = false;
        for (OnnxNode node : path) {
            if (QUANTISING.contains(node.operator())) {
                break;
            }
            Axes after = current.after(node);
            if (after == null) {
                break;
            }
            current = after;
            boolean changes = !HARMLESS.contains(node.operator()) && !isRearrangement(node);
            masked |= changes;
            if (changes || HARMLESS.contains(node.operator())) {
                exposed = new Exposed(node.output(0), current, masked);
            }
        }
        return exposed;
    }

    private static int rank(Scope scope, SoftmaxCandidate softmax, Exposed exposed) {
        int rank = Ranks.of(scope, exposed.tensor());
        return rank == Ranks.UNKNOWN ? Ranks.of(scope, softmax.input()) : rank;
    }

    private static boolean isRearrangement(OnnxNode node) {
        return Operators.LAYOUT.contains(node.operator()) && !node.is("Slice");
    }

    private static Factor factor(Scope scope, TensorProduct product, boolean left) {
        return factor(scope, product, left, false);
    }

    /** For values, the axis that is summed over counts tokens; for queries and keys it is the dimension. */
    private static Factor factor(Scope scope, TensorProduct product, boolean left, boolean tokensAreSummed) {
        String tensor = left ? product.left() : product.right();
        int summed = left ? product.leftSummed() : product.rightSummed();
        List<Long> layout = left ? product.leftLayout() : product.rightLayout();
        boolean dimensionIsLast = (summed == -1) != tokensAreSummed;
        if (layout != null && tokensAreSummed) {
            List<Long> swapped = new ArrayList<>(layout);
            swapped.add(swapped.remove(swapped.size() - 2));
            layout = swapped;
        }
        return new Factor(beforeQuantisation(scope, tensor), layout == null && !dimensionIsLast, layout);
    }

    private static String beforeQuantisation(Scope scope, String tensor) {
        OnnxNode node = scope.producer(tensor);
        return node != null && QUANTISING.contains(node.operator()) ? node.input(0) : tensor;
    }

    private static List<String> sideInputs(ScorePath score) {
        List<String> side = new ArrayList<>();
        String before = score.product().node().output(0);
        for (OnnxNode node : score.path()) {
            for (String input : node.inputs()) {
                if (!input.equals(before) && !input.isEmpty() && Operators.ELEMENT_WISE.contains(node.operator())) {
                    side.add(input);
                }
            }
            before = node.output(0);
        }
        return side;
    }
}
