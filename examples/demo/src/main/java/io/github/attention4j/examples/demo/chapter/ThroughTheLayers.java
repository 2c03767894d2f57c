package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.analysis.HeadMetric;
import io.github.attention4j.analysis.HeadMetrics;
import io.github.attention4j.analysis.flow.FlowMatrix;
import io.github.attention4j.analysis.flow.Rollout;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.examples.demo.site.Claim;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.examples.demo.site.Shares;
import io.github.attention4j.render.AttentionViews;
import io.github.attention4j.render.HtmlView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How do patterns evolve through the model? The third question of Vig (2019). */
public final class ThroughTheLayers {
    private ThroughTheLayers() {}

    /**
     * Follows one sentence from layer to layer.
     *
     * @param models the models
     * @return what the page needs
     */
    public static Contents of(Models models) {
        Reading reading = Reading.ofEncoder(models.miniLm().extract(WhatALineMeans.SENTENCE));
        AttentionStack stack = reading.stack();
        HeadMetrics metrics = HeadMetrics.of(stack);
        List<List<String>> rows = new ArrayList<>();
        for (int layer : stack.layers()) {
            rows.add(List.of(
                    Integer.toString(layer),
                    Shares.printed(metrics.table(HeadMetric.CLS).layerMean(layer)),
                    HeadsAndLayers.number(metrics.table(HeadMetric.ENTROPY).layerMean(layer)),
                    HeadsAndLayers.number(metrics.table(HeadMetric.DISTANCE).layerMean(layer))));
        }
        double first = metrics.table(HeadMetric.CLS).layerMean(0);
        double middle = metrics.table(HeadMetric.CLS).layerMean(2);
        double last = metrics.table(HeadMetric.CLS).layerMean(5);
        Claim.check(first < 0.5 && middle > 0.5 && last < 0.5, "the middle layers look at [CLS] for more than half");
        Rollout rollout = Rollout.standard();
        FlowMatrix flow = rollout.matrix(stack);
        int it = reading.position("it");
        return new Contents()
                .table("layers", List.of("layer", "share on [CLS]", "entropy, bits", "distance, tokens"), rows)
                .share("clsFirst", first)
                .share("clsMiddle", middle)
                .share("clsLast", last)
                .table("word", List.of("layer", "“it” takes most from"), wordByLayer(stack, it))
                .put("flow", Shares.largest(flow.keyTokens(), key -> flow.value(it, key), 6, reading.position("cat")))
                .view("rollout", "Rollout of all six layers", heatMap(flow));
    }

    /** The three tokens that a token takes most from, layer by layer, on the mean of the heads. */
    private static List<List<String>> wordByLayer(AttentionStack stack, int query) {
        return stack.stream()
                .map(layer -> {
                    double[] means = new double[stack.keyTokens().size()];
                    for (int head : layer.heads()) {
                        AttentionMatrix matrix = stack.matrix(layer.number(), head);
                        for (int key = 0; key < means.length; key++) {
                            means[key] +=
                                    matrix.weight(query, key) / layer.heads().size();
                        }
                    }
                    String largest = IntStream.range(0, means.length)
                            .boxed()
                            .sorted(Comparator.comparingDouble((Integer key) -> -means[key]))
                            .limit(4)
                            .map(key -> Shares.name(stack.keyTokens().get(key)) + " " + Shares.printed(means[key]))
                            .collect(Collectors.joining(" · "));
                    return List.of(Integer.toString(layer.number()), largest);
                })
                .toList();
    }

    /** Rollout has the form of one head: a row of shares per token. */
    private static HtmlView heatMap(FlowMatrix flow) {
        double[] values = flow.toArray();
        float[] weights = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            weights[i] = (float) values[i];
        }
        AttentionResult result = AttentionResult.builder()
                .layer(AttentionKind.ENCODER, 0, flow.keyTokens(), weights)
                .build();
        return AttentionViews.heatMap(result).layer(0).heads(0);
    }
}
