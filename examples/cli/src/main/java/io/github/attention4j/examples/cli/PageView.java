package io.github.attention4j.examples.cli;

import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.render.AttentionViews;
import io.github.attention4j.render.HtmlView;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/** The views that are pages, by their names on the command line. */
enum PageView {
    HEAD(AttentionViews::headView),
    MODEL(AttentionViews::modelView),
    NEURON(AttentionViews::neuronView),
    HEATMAP(AttentionViews::heatMap),
    TEXT(AttentionViews::textView);

    @SuppressWarnings("ImmutableEnumChecker") // method references without state
    private final Function<AttentionResult, HtmlView> maker;

    PageView(Function<AttentionResult, HtmlView> maker) {
        this.maker = maker;
    }

    HtmlView of(AttentionResult attention) {
        return maker.apply(attention);
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PageView ofLabel(String label) {
        return Arrays.stream(values())
                .filter(view -> view.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("There is no view \"" + label + "\"; expected one of "
                        + Arrays.stream(values()).map(PageView::label).toList()));
    }
}
