package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.onnx.graph.OnnxModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All attention of a model, and why each softmax was or was not taken.
 *
 * @param sites by kind, then by layer
 * @param verdicts one per softmax in the file
 */
public record SiteSearch(List<FoundSite> sites, List<Verdict> verdicts) {
    /**
     * What was decided about one softmax.
     *
     * @param tensor the tensor that it gives
     * @param operator how it is written
     * @param taken whether it is attention
     * @param reason why
     */
    public record Verdict(String tensor, String operator, boolean taken, String reason) {}

    /**
     * Searches a model.
     *
     * @param model the model
     * @return what was found
     */
    public static SiteSearch in(OnnxModel model) {
        Scope scope = Scope.of(model.bytes(), model.graph());
        long opset = model.opsets().getOrDefault("", 0L);
        List<SiteMatch> matches = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (SoftmaxCandidate candidate : SoftmaxCandidate.in(scope, opset)) {
            SiteMatcher.Answer answer = SiteMatcher.match(scope, candidate);
            if (answer.match() != null) {
                matches.add(answer.match());
            }
            verdicts.add(
                    new Verdict(candidate.output(), candidate.operator(), answer.match() != null, answer.reason()));
        }
        return new SiteSearch(numbered(SiteClassifier.classify(matches)), verdicts);
    }

    private static List<FoundSite> numbered(List<SiteClassifier.Classified> ordered) {
        Map<AttentionKind, Integer> next = new EnumMap<>(AttentionKind.class);
        List<FoundSite> sites = new ArrayList<>();
        for (SiteClassifier.Classified site : ordered) {
            int layer = next.merge(site.kind(), 1, Integer::sum) - 1;
            SiteMatch match = site.match();
            sites.add(
                    new FoundSite(site.kind(), layer, site.causal(), match.operator(), match.node(), match.tensors()));
        }
        sites.sort(Comparator.comparing(FoundSite::kind).thenComparingInt(FoundSite::layer));
        return List.copyOf(sites);
    }
}
