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
 * @param verdicts one per softmax and per attention operator in the file
 */
public record SiteSearch(List<FoundSite> sites, List<Verdict> verdicts) {
    /**
     * What was decided about one softmax or operator.
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
        List<Verdict> verdicts = new ArrayList<>();
        GraphSearch search = new GraphSearch(model.opsets().getOrDefault("", 0L), verdicts);
        List<PlacedSite> placed = search.in(Scope.of(model.bytes(), model.graph()));
        return new SiteSearch(numbered(placed), verdicts);
    }

    private static List<FoundSite> numbered(List<PlacedSite> ordered) {
        Map<AttentionKind, Integer> next = new EnumMap<>(AttentionKind.class);
        List<FoundSite> sites = new ArrayList<>();
        for (PlacedSite site : ordered) {
            int layer = next.merge(site.kind(), 1, Integer::sum) - 1;
            sites.add(new FoundSite(site.kind(), layer, site.causal(), site.operator(), site.place()));
        }
        sites.sort(Comparator.comparing(FoundSite::kind).thenComparingInt(FoundSite::layer));
        return List.copyOf(sites);
    }
}
