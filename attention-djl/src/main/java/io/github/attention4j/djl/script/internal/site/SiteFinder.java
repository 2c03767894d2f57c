package io.github.attention4j.djl.script.internal.site;

import io.github.attention4j.djl.script.internal.flow.Graph;
import io.github.attention4j.djl.script.internal.flow.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds attention by data flow: a softmax fed by the product of two activations and multiplied with a third; and
 * operators that are attention as a whole.
 */
public final class SiteFinder {
    /** PyTorch's own attention of torch 2. */
    public static final String SCALED_DOT_PRODUCT = "scaled_dot_product_attention";
    /** The fast path of nn.MultiheadAttention. */
    public static final String MULTI_HEAD = "_native_multi_head_attention";
    /** The fast path of nn.TransformerEncoderLayer. */
    public static final String ENCODER_LAYER = "_transformer_encoder_layer_fwd";

    private final Dependence dependence;
    private final Map<Node, Set<Node>> users;

    private SiteFinder(Graph graph) {
        this.dependence = new Dependence(graph, Set.of());
        this.users = ValueSearch.users(graph.nodes());
    }

    /** The attention in a program, in the order of the computation. */
    public static List<FoundSite> find(Graph graph) {
        SiteFinder finder = new SiteFinder(graph);
        List<FoundSite.Match> matches = new ArrayList<>();
        for (Node node : graph.nodes()) {
            FoundSite.Match match = finder.match(node);
            if (match != null) {
                matches.add(match);
            }
        }
        Set<Node> marks = new LinkedHashSet<>();
        matches.forEach(match -> marks.add(match.node()));
        return new SiteClassifier(matches, new Dependence(graph, marks)).classify();
    }

    private FoundSite.@Nullable Match match(Node node) {
        if (node.place() == null) {
            return null;
        }
        List<Node> inputs = node.inputs();
        return switch (node.operator()) {
            case SCALED_DOT_PRODUCT -> inputs.size() < 3
                    ? null
                    : fused(node, inputs.get(1), node.argument(3, "attn_mask"), isTrue(node.argument(5, "is_causal")));
            case MULTI_HEAD -> inputs.size() < 9 ? null : fused(node, inputs.get(0), node.argument(9, "mask"), false);
            case ENCODER_LAYER -> inputs.size() < 18
                    ? null
                    : fused(node, inputs.get(0), node.argument(18, "mask"), false);
            default -> softmax(SoftmaxCandidate.of(node));
        };
    }

    private static boolean isTrue(@Nullable Node node) {
        return node != null && Boolean.TRUE.equals(node.payload());
    }

    private FoundSite.@Nullable Match fused(Node node, Node keys, @Nullable Node mask, boolean causal) {
        if (!dependence.isActivation(keys)) {
            return null;
        }
        List<Node> masks = mask == null ? List.of() : List.of(mask);
        return new FoundSite.Match(
                node,
                node.operator(),
                true,
                node,
                -1,
                node.inputs().get(0),
                keys,
                masks,
                causal,
                List.of(),
                List.of(),
                List.of());
    }

    private FoundSite.@Nullable Match softmax(@Nullable SoftmaxCandidate softmax) {
        if (softmax == null || !dependence.isActivation(softmax.input())) {
            return null;
        }
        ScoreSearch score = ScoreSearch.from(softmax.input(), dependence);
        ValueSearch value = score == null ? null : ValueSearch.from(softmax.node(), users, dependence);
        if (score == null || value == null) {
            return null;
        }
        // The softmax sums over the keys; where it sums over rows, the keys are the left factor.
        boolean keysRight = softmax.axis() != -2;
        Product product = score.product();
        Node queries = keysRight ? product.left() : product.right();
        Node keys = keysRight ? product.right() : product.left();
        if (!dependence.isActivation(keys)) {
            return null;
        }
        return new FoundSite.Match(
                softmax.node(),
                softmax.operator(),
                false,
                value.exposed(),
                softmax.axis(),
                queries,
                keys,
                score.side(),
                false,
                FoundSite.Part.of(score.alternatives(), keysRight, !keysRight),
                FoundSite.Part.of(score.alternatives(), !keysRight, keysRight),
                FoundSite.Part.of(List.of(value.product()), !value.weightsLeft(), !value.weightsLeft()));
    }
}
