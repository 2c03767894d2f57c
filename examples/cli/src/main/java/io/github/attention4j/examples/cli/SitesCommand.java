package io.github.attention4j.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.onnx.graph.site.SiteSearch;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "sites",
        description = "Lists the attention found in a model: kind, layer, heads, operator, tensor name.",
        mixinStandardHelpOptions = true)
final class SitesCommand implements Callable<Integer> {
    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--explain",
            description = "Say of each softmax and attention operator why it was or was not taken.")
    private boolean explain;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = Output.of(spec);
        if (explain) {
            List<SiteSearch.Verdict> verdicts = model.search().verdicts();
            if (verdicts.isEmpty()) {
                out.println("There is neither a softmax nor an attention operator in this model. If it has attention, "
                        + "please report its operators and what exported it");
            }
            for (SiteSearch.Verdict verdict : verdicts) {
                out.printf(
                        "%-9s %s -> %s: %s%n",
                        verdict.taken() ? "taken" : "not taken",
                        verdict.operator(),
                        verdict.tensor(),
                        verdict.reason());
            }
            return 0;
        }
        try (AttentionExtractor extractor = model.open()) {
            if (json) {
                out.println(new ObjectMapper().writeValueAsString(rows(extractor.sites())));
            } else {
                out.printf("%-8s %5s %5s  %-28s %s%n", "kind", "layer", "heads", "operator", "tensor");
                for (AttentionSite site : extractor.sites()) {
                    String heads = site.heads() == AttentionSite.UNKNOWN ? "?" : Integer.toString(site.heads());
                    out.printf(
                            "%-8s %5d %5s  %-28s %s%n",
                            site.kind().label(), site.layer(), heads, site.operator(), site.tensor());
                }
            }
        }
        return 0;
    }

    private static List<Map<String, Object>> rows(List<AttentionSite> sites) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (AttentionSite site : sites) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("kind", site.kind().label());
            row.put("layer", site.layer());
            row.put("heads", site.heads());
            row.put("operator", site.operator());
            row.put("tensor", site.tensor());
            rows.add(row);
        }
        return rows;
    }
}
