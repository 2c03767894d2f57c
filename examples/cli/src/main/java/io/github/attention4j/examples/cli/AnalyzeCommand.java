package io.github.attention4j.examples.cli;

import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.analysis.EffectiveRank;
import io.github.attention4j.analysis.HeadMetric;
import io.github.attention4j.analysis.HeadMetrics;
import io.github.attention4j.analysis.HeadTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "analyze",
        description = "Measures each head of each layer of attention in a file.",
        mixinStandardHelpOptions = true)
final class AnalyzeCommand implements Callable<Integer> {
    private static final String EFFECTIVE_RANK = "effective-rank";

    @Mixin
    private AttentionFileOptions attention = new AttentionFileOptions();

    @Option(
            names = "--metric",
            required = true,
            paramLabel = "entropy|distance|confidence|…",
            description = "What to measure: entropy, normalized-entropy, distance, signed-distance, confidence, self, "
                    + "previous, next, first, cls, sep, punctuation, same-token, within-sentence, across-sentences or "
                    + "effective-rank.")
    private String metric = "entropy";

    @Option(names = "--json", description = "Print JSON: a list with one table per kind of attention.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        List<HeadTable> tables = tables(attention.read());
        PrintWriter out = Output.of(spec);
        if (json) {
            out.println(tables.stream().map(HeadTable::toJson).toList());
        } else {
            tables.forEach(table -> out.print(table.findings().toText()));
        }
        out.flush();
        return 0;
    }

    /** One table per kind; kinds that have no such number are left out unless there is no other. */
    private List<HeadTable> tables(AttentionResult result) {
        List<HeadTable> tables = new ArrayList<>();
        InvalidRequestException refused = null;
        for (AttentionStack stack : result.stacks()) {
            try {
                tables.add(
                        metric.equalsIgnoreCase(EFFECTIVE_RANK)
                                ? EffectiveRank.of(stack)
                                : HeadMetrics.of(stack).table(HeadMetric.ofLabel(metric)));
            } catch (InvalidRequestException e) {
                refused = e;
            }
        }
        if (tables.isEmpty() && refused != null) {
            throw refused;
        }
        return tables;
    }
}
