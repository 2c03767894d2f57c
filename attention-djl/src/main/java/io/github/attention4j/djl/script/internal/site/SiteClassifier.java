package io.github.attention4j.djl.script.internal.site;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.djl.script.internal.flow.Place;
import io.github.attention4j.djl.script.internal.site.FoundSite.Match;
import java.util.ArrayList;
import java.util.List;

/** Tells kinds apart by where queries and keys come from, and numbers the layers of each. */
final class SiteClassifier {
    private final List<Match> matches;
    private final Dependence dependence;
    private final List<FoundSite> sites = new ArrayList<>();

    /**
     * A classifier.
     *
     * @param matches in the order of the computation
     * @param dependence knows for every value which of the matches it depends on
     */
    SiteClassifier(List<Match> matches, Dependence dependence) {
        this.matches = matches;
        this.dependence = dependence;
    }

    List<FoundSite> classify() {
        for (Match match : matches) {
            AttentionKind kind = AttentionKind.ENCODER;
            boolean certain = true;
            if (isCross(match)) {
                kind = AttentionKind.CROSS;
            } else if (match.causal() || sharesStreamWithCross(match)) {
                kind = AttentionKind.DECODER;
            } else {
                CausalEvidence evidence = CausalEvidence.in(match.masks());
                kind = evidence == CausalEvidence.CAUSAL ? AttentionKind.DECODER : kind;
                certain = evidence != CausalEvidence.UNKNOWN || feedsCross(match);
            }
            boolean learned = !dependence.isActivation(match.queries());
            sites.add(new FoundSite(match, kind, certain, learned, layer(match, kind)));
        }
        return sites;
    }

    private boolean isCross(Match match) {
        return dependence.knowsMoreThan(match.queries(), match.keys()) || !dependence.isActivation(match.queries());
    }

    /**
     * Self-attention before or after cross-attention on the way of the same tokens is a decoder's.
     *
     * @param match no cross-attention
     */
    private boolean sharesStreamWithCross(Match match) {
        for (Match other : matches) {
            if (isCross(other)) {
                boolean before = dependence.dependsOn(other.queries(), match.node())
                        && !dependence.dependsOn(other.keys(), match.node());
                if (before || dependence.dependsOn(match.queries(), other.node())) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean feedsCross(Match match) {
        return matches.stream().anyMatch(other -> isCross(other) && dependence.dependsOn(other.keys(), match.node()));
    }

    /** One more than the last of its kind before; alternatives of which a run takes one do not count. */
    private int layer(Match match, AttentionKind kind) {
        int layer = 0;
        for (FoundSite site : sites) {
            if (site.kind() == kind && !areAlternatives(site.match(), match)) {
                layer = Math.max(layer, site.layer() + 1);
            }
        }
        return layer;
    }

    private static boolean areAlternatives(Match first, Match second) {
        return first.place().branch().excludes(second.place().branch())
                || isFastPathOf(first, second)
                || isFastPathOf(second, first);
    }

    /** A function that has a fast path takes it instead of everything else it does. */
    private static boolean isFastPathOf(Match fast, Match slow) {
        boolean isFast =
                fast.operator().equals(SiteFinder.MULTI_HEAD) || fast.operator().equals(SiteFinder.ENCODER_LAYER);
        Place place = slow.place();
        while (isFast && place != null) {
            if (place.frame() == fast.place().frame()) {
                return true;
            }
            place = place.frame().caller();
        }
        return false;
    }
}
