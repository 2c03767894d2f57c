package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.onnx.graph.OnnxNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Searches a graph and the bodies within it. */
final class GraphSearch {
    private static final List<String> BRANCHES = List.of("then_branch", "else_branch");

    private final long opset;
    private final List<SiteSearch.Verdict> verdicts;

    GraphSearch(long opset, List<SiteSearch.Verdict> verdicts) {
        this.opset = opset;
        this.verdicts = verdicts;
    }

    /** The sites of a graph in the order of the computation, then those of the bodies in it. */
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
            PackedAttention packed = PackedAttention.of(scope, node);
            FusedOperator fused = packed == null ? FusedOperator.of(node) : null;
            if (packed != null) {
                matches.add(SiteMatcher.match(scope, node, packed));
                say(node, true, "it is attention by definition; its weights are computed once more beside it");
            } else if (fused != null) {
                matches.add(SiteMatcher.match(scope, node, fused));
                say(node, true, "it is attention by definition, and gives its weights when asked");
            } else if (node.operator().contains("Attention")) {
                say(node, false, unknownForm(node));
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
            Iterations iterations = Iterations.of(scope, node, opset);
            if (iterations != null) {
                sites.addAll(inIterations(node, iterations));
            }
        }
        return sites;
    }

    private void say(OnnxNode node, boolean taken, String reason) {
        verdicts.add(new SiteSearch.Verdict(node.output(0), node.qualifiedOperator(), taken, reason));
    }

    private static String unknownForm(OnnxNode node) {
        List<Integer> given = IntStream.range(0, node.inputs().size())
                .filter(position -> !node.input(position).isEmpty())
                .boxed()
                .toList();
        return "by its name it is attention, but this operator, or this form of it, is not read yet. Please report it as "
                + "it stands here: inputs " + given + ", attributes "
                + node.attributes().keySet().stream().sorted().toList();
    }

    /**
     * Where the file fixes how often a body runs, each iteration is a layer, as in models that keep one layer's weights
     * or stack all layers'. Else iterations are steps in time: one layer, whose query rows follow one another.
     */
    private List<PlacedSite> inIterations(OnnxNode container, Iterations iterations) {
        List<PlacedSite> once = in(iterations.body());
        List<PlacedSite> sites = new ArrayList<>();
        int first = iterations.areLayers() ? 0 : SitePlace.InIterations.EACH;
        for (int iteration = first; iteration == first || iteration < iterations.count(); iteration++) {
            for (PlacedSite site : once) {
                SitePlace place = new SitePlace.InIterations(container, iteration, site.place());
                sites.add(new PlacedSite(site.kind(), site.causal(), site.operator(), place));
            }
        }
        return sites;
    }

    /**
     * What both branches compute at the same place in the order is one site, whichever branch a run takes; if one of
     * them shows that it belongs to a decoder, the other does, too.
     */
    private List<PlacedSite> inBranches(Scope scope, OnnxNode container) {
        Map<String, List<PlacedSite>> selfAttention = new LinkedHashMap<>();
        Map<String, List<PlacedSite>> crossAttention = new LinkedHashMap<>();
        for (String branch : BRANCHES) {
            Map<Boolean, List<PlacedSite>> byCross = in(scope.inner(container.body(branch))).stream()
                    .collect(Collectors.partitioningBy(site -> site.kind() == AttentionKind.CROSS));
            selfAttention.put(branch, byCross.getOrDefault(false, List.of()));
            crossAttention.put(branch, byCross.getOrDefault(true, List.of()));
        }
        List<PlacedSite> merged = new ArrayList<>(merged(container, selfAttention));
        merged.addAll(merged(container, crossAttention));
        return merged;
    }

    private static List<PlacedSite> merged(OnnxNode container, Map<String, List<PlacedSite>> byBranch) {
        int count = byBranch.values().stream().mapToInt(List::size).max().orElse(0);
        List<PlacedSite> merged = new ArrayList<>();
        for (int position = 0; position < count; position++) {
            Map<String, Optional<SitePlace>> places = new LinkedHashMap<>();
            List<PlacedSite> alike = new ArrayList<>();
            for (Map.Entry<String, List<PlacedSite>> branch : byBranch.entrySet()) {
                boolean there = position < branch.getValue().size();
                PlacedSite site = there ? branch.getValue().get(position) : null;
                places.put(branch.getKey(), Optional.ofNullable(site).map(PlacedSite::place));
                if (site != null) {
                    alike.add(site);
                }
            }
            PlacedSite first = alike.get(0);
            boolean decoder = alike.stream().anyMatch(site -> site.kind() == AttentionKind.DECODER);
            merged.add(new PlacedSite(
                    decoder ? AttentionKind.DECODER : first.kind(),
                    alike.stream().anyMatch(PlacedSite::causal),
                    first.operator(),
                    new SitePlace.InBranches(container, places)));
        }
        return merged;
    }
}
