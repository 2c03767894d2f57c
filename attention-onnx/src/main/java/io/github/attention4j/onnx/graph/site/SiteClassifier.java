package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.onnx.graph.OnnxNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells encoder, decoder and cross-attention apart by where queries and keys come from, and puts layers in the order
 * of the computation.
 */
final class SiteClassifier {
    /** Ways to put new keys behind cached ones. */
    private static final Set<String> CACHES = Set.of("Concat", "ScatterND", "ScatterElements", "Scatter");

    private final List<Judged> sites = new ArrayList<>();

    /**
     * A match with its kind.
     *
     * @param match the match
     * @param kind its kind
     * @param causal whether tokens cannot look ahead
     */
    record Classified(SiteMatch match, AttentionKind kind, boolean causal) {}

    private record Judged(SiteMatch match, Ancestry queries, Ancestry keys, boolean cross, boolean causal) {}

    private SiteClassifier(List<SiteMatch> matches) {
        for (SiteMatch match : matches) {
            Ancestry queries = Ancestry.of(match.scope(), match.querySource());
            Ancestry keys = Ancestry.of(match.scope(), match.keySource());
            boolean cross = isCross(match, queries, keys, matches);
            boolean causal = !cross
                    && (isCausalByAttribute(match)
                            || CausalEvidence.in(match.scope(), match.sideInputs())
                            || readsCache(queries, keys));
            sites.add(new Judged(match, queries, keys, cross, causal));
        }
    }

    /** The matches in the order of the computation. */
    static List<Classified> classify(List<SiteMatch> matches) {
        SiteClassifier classifier = new SiteClassifier(matches);
        List<OnnxNode> all = matches.stream().map(SiteMatch::node).toList();
        return classifier.sites.stream()
                .sorted(Comparator.comparingLong((Judged site) ->
                                all.stream().filter(site.queries()::contains).count())
                        .thenComparingInt(site -> site.match().node().index()))
                .map(site -> new Classified(site.match(), classifier.kind(site), site.causal()))
                .toList();
    }

    private AttentionKind kind(Judged site) {
        if (site.cross()) {
            return AttentionKind.CROSS;
        }
        return site.causal() || sharesStreamWithCross(site) ? AttentionKind.DECODER : AttentionKind.ENCODER;
    }

    /**
     * Queries that depend on inputs or on attention that keys do not depend on look at something else than
     * themselves; and so do learned queries.
     */
    private static boolean isCross(SiteMatch match, Ancestry queries, Ancestry keys, List<SiteMatch> matches) {
        if (!match.scope().isActivation(match.querySource())) {
            return true;
        }
        Set<String> ownInputs = new HashSet<>(queries.inputs());
        ownInputs.removeAll(keys.inputs());
        return !ownInputs.isEmpty()
                || matches.stream()
                        .map(SiteMatch::node)
                        .anyMatch(node -> queries.contains(node) && !keys.contains(node));
    }

    private static boolean isCausalByAttribute(SiteMatch match) {
        return match.packed() != null
                ? match.packed().isCausal(match.node())
                : match.fused() != null && match.fused().isCausal(match.node());
    }

    /** Keys that are an input of the model put together with new ones. */
    private static boolean readsCache(Ancestry queries, Ancestry keys) {
        Set<String> cached = new HashSet<>(keys.inputs());
        cached.removeAll(queries.inputs());
        return !cached.isEmpty()
                && keys.nodes().stream()
                        .anyMatch(node -> CACHES.contains(node.operator())
                                && node.inputs().stream().anyMatch(cached::contains));
    }

    /** Self-attention before or after cross-attention on the way of the same tokens is a decoder's. */
    private boolean sharesStreamWithCross(Judged site) {
        OnnxNode node = site.match().node();
        for (Judged other : sites) {
            if (other.cross()) {
                boolean before = other.queries().contains(node) && !other.keys().contains(node);
                boolean after = site.queries().contains(other.match().node());
                if (before || after) {
                    return true;
                }
            }
        }
        return false;
    }
}
