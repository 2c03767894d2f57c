package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.analysis.HeadMetric;
import io.github.attention4j.analysis.HeadMetrics;
import io.github.attention4j.analysis.HeadScore;
import io.github.attention4j.analysis.HeadTable;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.render.AttentionViews;
import io.github.attention4j.render.HtmlView;
import java.util.List;
import java.util.Locale;

/** How do heads and layers differ? The second question of Vig (2019). */
public final class HeadsAndLayers {
    private HeadsAndLayers() {}

    /**
     * Measures every head on one sentence.
     *
     * @param models the models
     * @return what the page needs
     */
    public static Contents of(Models models) {
        Reading reading = Reading.ofEncoder(models.miniLm().extract(WhatALineMeans.SENTENCE));
        HeadMetrics metrics = HeadMetrics.of(reading.stack());
        HeadTable entropy = metrics.table(HeadMetric.ENTROPY);
        HeadTable distance = metrics.table(HeadMetric.DISTANCE);
        int tokens = reading.stack().keyTokens().size();
        Contents contents = new Contents()
                .put("tokenCount", Integer.toString(tokens))
                .put("uniform", number(Math.log(tokens) / Math.log(2)))
                .view("grid", "Every head of every layer", AttentionViews.modelView(reading.result()))
                .view("entropy", "The entropy of every head", overview(reading, entropy))
                .view("distance", "How far every head looks", overview(reading, distance));
        ends(contents, "Entropy", entropy);
        ends(contents, "Distance", distance);
        return contents;
    }

    private static HtmlView overview(Reading reading, HeadTable table) {
        List<HeadScore> ranked = table.ranked();
        HeadScore least = ranked.get(ranked.size() - 1);
        return AttentionViews.overview(reading.result(), table)
                .layer(least.layer())
                .heads(least.head());
    }

    private static void ends(Contents contents, String name, HeadTable table) {
        List<HeadScore> ranked = table.ranked();
        HeadScore most = ranked.get(0);
        HeadScore least = ranked.get(ranked.size() - 1);
        contents.put("most" + name + "Head", named(most))
                .put("most" + name, number(most.score()))
                .put("least" + name + "Head", named(least))
                .put("least" + name, number(least.score()));
    }

    static String named(HeadScore score) {
        return "layer " + score.layer() + ", head " + score.head();
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
