package io.github.attention4j.render;

import io.github.attention4j.AttentionResult;
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
}
