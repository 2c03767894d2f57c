package io.github.attention4j.render;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.HeadTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/** All views, each with something that it is good for and what can be pointed at in it. */
enum EveryView {
    HEAD("query", AttentionViews::headView, Samples::catSat),
    MODEL("query", AttentionViews::modelView, Samples::catSat),
    NEURON("query", AttentionViews::neuronView, ViewSamples::catSatWithVectors),
    HEAT_MAP("cell", AttentionViews::heatMap, Samples::catSat),
    TEXT("query", AttentionViews::textView, () -> ViewSamples.running(2, 4, EveryView.RUNNING)),
    COMPARISON("cell", first -> AttentionViews.comparison(first, ViewSamples.unlike(first)), Samples::catSat),
    GENERATION("query", AttentionViews::generationView, ViewSamples::date),
    CROSS("query", result -> AttentionViews.generationView(result).kind(AttentionKind.CROSS), () -> ViewSamples.date()),
    OVERVIEW("cell", result -> AttentionViews.overview(result, previousToken(result)), Samples::catSat),
    IMAGE("patch", result -> AttentionViews.imageView(result, ViewSamples.digitPng()), ViewSamples::digit);

    static final String RUNNING = "The cat sat on the mat because it was warm, and it purred.\n"
            + "قطة صغيرة جلست على السجادة لأنها كانت دافئة.\n猫がマットの上に座った。";

    private final String area;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final Function<AttentionResult, HtmlView> maker;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<AttentionResult> sample;

    EveryView(String area, Function<AttentionResult, HtmlView> maker, Supplier<AttentionResult> sample) {
        this.area = area;
        this.maker = maker;
        this.sample = sample;
    }

    /** The view of its own sample. */
    HtmlView view() {
        return of(sample.get()).title("The cat sat on the mat");
    }

    AttentionResult sample() {
        return sample.get();
    }

    /** The view of any result that has what it needs. */
    HtmlView of(AttentionResult attention) {
        return maker.apply(attention);
    }

    /** What can be pointed at, as states name it. */
    String area() {
        return area;
    }

    /** Whether its things are spans of text instead of places on a stage. */
    boolean isText() {
        return this == TEXT || this == GENERATION || this == CROSS;
    }

    /** For file names. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The share of each row that is on the token before, a number for every head but one. */
    static HeadTable previousToken(AttentionResult result) {
        List<Integer> layers = result.stack(AttentionKind.ENCODER).layers();
        List<Integer> heads = result.stack(AttentionKind.ENCODER).heads();
        double[][] values = new double[layers.size()][heads.size()];
        for (int i = 0; i < layers.size(); i++) {
            for (int j = 0; j < heads.size(); j++) {
                var matrix = result.stack(AttentionKind.ENCODER).matrix(layers.get(i), heads.get(j));
                for (int query = 1; query < matrix.queryCount(); query++) {
                    values[i][j] += matrix.weight(query, query - 1) / (matrix.queryCount() - 1);
                }
            }
        }
        values[layers.size() - 1][heads.size() - 1] = Double.NaN;
        return new HeadTable("previous token", "", AttentionKind.ENCODER, layers, heads, values);
    }

    /** The sentence of {@link Samples#catSat()}, a little changed. */
    static TokenSequence oldMat() {
        List<Token> tokens = new ArrayList<>();
        for (Token token : TokenSequence.ofTexts("[CLS]", "A", "cat", "sat", "on", "the", "old", "mat", "[SEP]")) {
            tokens.add(token.withSpecial(token.text().startsWith("[")));
        }
        return TokenSequence.of(tokens);
    }
}
