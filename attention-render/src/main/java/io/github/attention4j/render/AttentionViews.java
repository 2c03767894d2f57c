package io.github.attention4j.render;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.analysis.HeadTable;
import io.github.attention4j.render.internal.Extra;
import io.github.attention4j.render.internal.Page;
import io.github.attention4j.render.internal.PictureExtra;
import io.github.attention4j.render.internal.SecondExtra;
import io.github.attention4j.render.internal.StepsExtra;
import io.github.attention4j.render.internal.TableExtra;
import io.github.attention4j.render.internal.TextExtra;
import io.github.attention4j.render.internal.VectorsExtra;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The front door: turns attention into something to look at. */
public final class AttentionViews {
    private AttentionViews() {}

    /**
     * Two columns of tokens with lines between them, one colour per head (after the head view of BertViz, Vig 2019).
     *
     * @param attention any result; only read
     * @return a view that opens where there is most to see
     */
    public static HtmlView headView(AttentionResult attention) {
        return new HtmlView("attention-head-view", attention, ViewOptions.DEFAULT, List.of());
    }

    /**
     * Every head of every layer as a small picture in a grid, and one of them large beside it (after the model view
     * of BertViz, Vig 2019).
     *
     * @param attention any result; only read
     * @return a view that opens where there is most to see
     */
    public static HtmlView modelView(AttentionResult attention) {
        return new HtmlView("attention-model-view", attention, ViewOptions.DEFAULT, List.of());
    }

    /**
     * How weights come about: query, key, their product number by number, its sum and the weight, for one token at a
     * time (after the neuron view of BertViz, Vig 2019). Where query heads share key heads, each is shown with the one
     * that it reads.
     *
     * @param attention a result with query and key vectors; only read
     * @return a view that opens where there is most to see
     * @throws io.github.attention4j.InvalidRequestException if no layer has vectors
     */
    public static HtmlView neuronView(AttentionResult attention) {
        return new HtmlView(
                "attention-neuron-view", attention, ViewOptions.DEFAULT, List.of(new VectorsExtra(attention)));
    }

    /**
     * One head as a matrix of cells, rows looking at columns, to zoom into.
     *
     * @param attention any result; only read
     * @return a view that opens where there is most to see
     */
    public static HtmlView heatMap(AttentionResult attention) {
        return new HtmlView("attention-heat-map-view", attention, ViewOptions.DEFAULT, List.of());
    }

    /**
     * The text itself, coloured by what a token looks at or by who looks at it. The text is the one that the result was
     * asked for, or else the tokens put together again.
     *
     * @param attention any result; only read
     * @return a view that opens where there is most to see
     */
    public static HtmlView textView(AttentionResult attention) {
        return new HtmlView("attention-text-view", attention, ViewOptions.DEFAULT, List.of(new TextExtra(attention)));
    }

    /**
     * How one result differs from another: two models on one text, two texts in one model, a model and its quantised
     * twin. Tokens are aligned by their texts; layers and heads go by their numbers.
     *
     * @param first what is compared; only read
     * @param second what it is compared with; only read
     * @return a view of the differences, second minus first
     * @throws io.github.attention4j.InvalidRequestException if no layer is in both
     */
    public static HtmlView comparison(AttentionResult first, AttentionResult second) {
        return new HtmlView(
                "attention-comparison-view", first, ViewOptions.DEFAULT, List.of(new SecondExtra(first, second)));
    }

    /**
     * A text while it is being written, step by step: a slider over the steps, each coloured by what the row looks at
     * that its new token was read from. A result that does not say its {@link AttentionResult#steps()} has a step per
     * row.
     *
     * @param attention the result of a generation, or any whose rows follow one another in time; only read
     * @return a view that opens at the last step
     */
    public static HtmlView generationView(AttentionResult attention) {
        List<Extra> extras = attention.steps().isEmpty()
                ? List.of(new TextExtra(attention))
                : List.of(new TextExtra(attention), new StepsExtra(attention));
        HtmlView view = new HtmlView("attention-generation-view", attention, ViewOptions.DEFAULT, extras);
        return attention.has(AttentionKind.DECODER) ? view.kind(AttentionKind.DECODER) : view;
    }

    /**
     * All heads of all layers at once, coloured by a number of each, and beside them the head that is pointed at.
     *
     * @param attention any result; only read
     * @param table a number for each head, such as the analyses of {@code io.github.attention4j.analysis} return
     * @return a view of the table's kind of attention
     * @throws io.github.attention4j.InvalidRequestException if the result has no attention of the table's kind
     */
    public static HtmlView overview(AttentionResult attention, HeadTable table) {
        return new HtmlView(
                        "attention-overview", attention, ViewOptions.DEFAULT, List.of(new TableExtra(table, attention)))
                .kind(table.kind());
    }

    /**
     * Tokens that are patches of a picture, drawn over it and coloured by where a token looks.
     *
     * @param attention a result whose key tokens have a {@link io.github.attention4j.TokenRegion}; only read
     * @param png the picture that the model saw, as the content of a PNG file
     * @return a view that opens where there is most to see
     * @throws io.github.attention4j.InvalidRequestException if no token has a place, or the picture is no PNG
     */
    public static HtmlView imageView(AttentionResult attention, byte[] png) {
        return new HtmlView(
                "attention-image-view", attention, ViewOptions.DEFAULT, List.of(new PictureExtra(png, attention)));
    }

    /**
     * The script that all views need, for a page that holds several of {@link HtmlView#toElement()}. It is the file
     * {@code META-INF/resources/attention4j/attention-views.js} of this jar, runs as a classic script or a module, and
     * may stand in a {@code script} element as it is.
     *
     * @return JavaScript
     */
    public static String script() {
        try {
            return Page.script();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
