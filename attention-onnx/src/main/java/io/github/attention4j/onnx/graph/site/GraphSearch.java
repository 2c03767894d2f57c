package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.onnx.graph.OnnxNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Searches a graph and the branches within it. */
final class GraphSearch {
    private static final List<String> BRANCHES = List.of("then_branch", "else_branch");

    private final long opset;
    private final List<SiteSearch.Verdict> verdicts;

    GraphSearch(long opset, List<SiteSearch.Verdict> verdicts) {
        this.opset = opset;
        this.verdicts = verdicts;
    }

    /** The sites of a graph in the order of the computation, then those of its branches. */
    List<PlacedSite> in(Scope scope) {
        List<SiteMatch> matches = new ArrayList<>();
        for (SoftmaxCandidate candidate : SoftmaxCandidate.in(scope, opset)) {
            SiteMatcher.Answer answer = SiteMatcher.match(scope, candidate);
            if (answer.match() != null) {
                matches.add(answer.match());
            }
            verdicts.add(new SiteSearch.Verdict(
                    candidate.output(), candidate.operator(), answer.match() != null, answer.reason()));
        }
        for (OnnxNode node : scope.graph().nodes()) {
            FusedOperator fused = FusedOperator.of(node);
            if (fused != null) {
                matches.add(SiteMatcher.match(scope, node, fused));
            }
        }
        List<PlacedSite> sites = new ArrayList<>();
        for (SiteClassifier.Classified site : SiteClassifier.classify(matches)) {
            SiteMatch match = site.match();
            sites.add(new PlacedSite(site.kind(), site.causal(), match.operator(), match.place()));
        }
        for (OnnxNode node : scope.graph().nodes()) {
            if (node.is("If") && node.attributes().keySet().containsAll(BRANCHES)) {
                sites.addAll(inBranches(scope, node));
            }
        }
        return sites;
    }

    /** Layers of the same kind and number are one site, whichever branch a run takes. */
    private List<PlacedSite> inBranches(Scope scope, OnnxNode container) {
        Map<String, Map<AttentionKind, List<PlacedSite>>> byBranch = new LinkedHashMap<>();
        for (String branch : BRANCHES) {
            Map<AttentionKind, List<PlacedSite>> byKind = new EnumMap<>(AttentionKind.class);
            for (PlacedSite site : in(scope.inner(container.body(branch)))) {
                byKind.computeIfAbsent(site.kind(), kind -> new ArrayList<>()).add(site);
            }
            byBranch.put(branch, byKind);
        }
        List<PlacedSite> merged = new ArrayList<>();
        for (AttentionKind kind : AttentionKind.values()) {
            int layers = byBranch.values().stream()
                    .mapToInt(sites -> sites.getOrDefault(kind, List.of()).size())
                    .max()
                    .orElse(0);
            for (int layer = 0; layer < layers; layer++) {
                merged.add(merged(container, byBranch, kind, layer));
            }
        }
        return merged;
    }

    private static PlacedSite merged(
            OnnxNode container,
            Map<String, Map<AttentionKind, List<PlacedSite>>> byBranch,
            AttentionKind kind,
            int layer) {
        Map<String, Optional<SitePlace>> places = new LinkedHashMap<>();
        PlacedSite first = null;
        boolean causal = false;
        for (String branch : BRANCHES) {
            List<PlacedSite> sites = byBranch.getOrDefault(branch, Map.of()).getOrDefault(kind, List.of());
            Optional<PlacedSite> site = layer < sites.size() ? Optional.of(sites.get(layer)) : Optional.empty();
            places.put(branch, site.map(PlacedSite::place));
            causal |= site.isPresent() && site.get().causal();
            first = first == null ? site.orElse(null) : first;
        }
        String operator = first == null ? "" : first.operator();
        return new PlacedSite(kind, causal, operator, new SitePlace.InBranches(container, places));
    }
}
