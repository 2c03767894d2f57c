package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.Exhaustive;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Filters, limits and search in every view, and what is read under them compared with the result. */
class EveryViewFiltersBrowserTest extends BrowserTest {
    private static final AttentionResult PAIR = ViewSamples.pairWithEverything();
    private static final AttentionMatrix MATRIX =
            PAIR.stack(AttentionKind.ENCODER).matrix(1, 2);
    /** The token that is held, and one that it looks at where a view reads single cells; both are whole words. */
    private static final int QUERY = 2;

    private static final int KEY = 9;

    /** As the weights come out of filters: by rows and columns of tokens, over what is kept of a row. */
    private record Exact(boolean words, boolean hide, boolean renormalised) {
        private static int[] word(boolean grouped, int token) {
            return grouped && token >= 4 && token <= 6 ? new int[] {4, 5, 6} : new int[] {token};
        }

        private int[] word(int token) {
            return word(words, token);
        }

        private boolean hidden(int token) {
            return hide && (token == 0 || token == 7 || token == 12);
        }

        double weight(AttentionMatrix matrix, int query, int key) {
            return sum(matrix, query, key) / (renormalised ? kept(matrix, query) : 1);
        }

        private double sum(AttentionMatrix matrix, int query, int key) {
            return Arrays.stream(word(query))
                            .mapToDouble(row -> Arrays.stream(word(key))
                                    .mapToDouble(column -> matrix.weight(row, column))
                                    .sum())
                            .sum()
                    / word(query).length;
        }

        double kept(AttentionMatrix matrix, int query) {
            return IntStream.range(0, 13)
                    .filter(key -> !hidden(key))
                    .mapToDouble(key -> Arrays.stream(word(query))
                                    .mapToDouble(row -> matrix.weight(row, key))
                                    .sum()
                            / word(query).length)
                    .sum();
        }

        /** The most by which a page may be off: half a step of each weight that went into a number. */
        double bound(AttentionMatrix matrix, int query, int key) {
            double row = Arrays.stream(word(query))
                            .mapToDouble(each -> IntStream.range(0, 13)
                                            .mapToDouble(column -> matrix.weight(each, column))
                                            .max()
                                            .orElse(0)
                                    / 510)
                            .sum()
                    / word(query).length;
            double own = word(key).length * row;
            return renormalised
                    ? (own + weight(matrix, query, key) * 13 * row) / kept(matrix, query) * 1.01
                    : own * 1.0001;
        }
    }

    private static String held(EveryView view) {
        return switch (view) {
            case HEAT_MAP, COMPARISON -> "token=cell." + (QUERY * 13 + KEY);
            case GENERATION -> "x-step=" + QUERY;
            case IMAGE -> "token=token." + QUERY;
            default -> "token=query." + QUERY;
        };
    }

    private static int about(Locator number, String name, int otherwise) {
        String value = number.getAttribute("data-" + name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    /** Every weight in the read-out is the exact one within the bound that it states, and that is no laxer than it must be. */
    private static void assertWeights(EveryView view, ViewPage page, Exact exact) {
        List<Locator> numbers = page.find(".readout .number[data-bound]").all();
        assertThat(numbers).isNotEmpty();
        assertThat(page.readout()).contains("off by at most");
        for (Locator number : numbers) {
            if (view == EveryView.COMPARISON && !"first".equals(number.getAttribute("data-of"))) {
                continue;
            }
            int key = view == EveryView.COMPARISON ? KEY : about(number, "token", about(number, "key", KEY));
            double shown = Double.parseDouble(number.getAttribute("data-value"));
            double bound = Double.parseDouble(number.getAttribute("data-bound"));
            assertThat(bound).as("bound").isLessThanOrEqualTo(exact.bound(MATRIX, QUERY, key) + 1e-7);
            assertThat(shown)
                    .as("%s, %d to %d", view, QUERY, key)
                    .isCloseTo(exact.weight(MATRIX, QUERY, key), within(bound + 1e-6));
        }
    }

    @OnTwoViews
    void whatIsReadUnderFiltersIsExactWithinTheStatedBound(EveryView view) {
        ViewPage page = open(view.of(PAIR).layer(1).heads(2));
        String state = "kind=encoder&layer=1&heads=2&" + held(view);
        page.state(state);
        assertThat(page.readout()).contains("cat");
        assertWeights(view, page, new Exact(false, false, false));
        page.state(state + "&special=hide");
        assertWeights(view, page, new Exact(false, true, false));
        assertThat(page.find(".note").textContent()).contains("rows sum to less than 1");
        page.state(state + "&special=renormalise");
        assertWeights(view, page, new Exact(false, true, true));
        assertThat(page.find(".note").textContent()).contains("not the model's own weights");
        if (view != EveryView.NEURON && view != EveryView.IMAGE) {
            page.state(state + "&special=show&words=1");
            assertWeights(view, page, new Exact(true, false, false));
            assertThat(page.find(".note").textContent()).contains("Sub-words are grouped");
            page.state(state + "&special=renormalise&words=1");
            assertWeights(view, page, new Exact(true, true, true));
        }
        assertThat(page.find(".note").textContent()).contains("off by at most 1/510 of the largest in its row");
    }

    @Exhaustive
    @ParameterizedTest
    @EnumSource(
            value = EveryView.class,
            mode = Mode.EXCLUDE,
            names = {"HEAD", "TEXT", "CROSS", "OVERVIEW"})
    void whatIsReadUnderFiltersIsExactWithinTheStatedBoundInEveryOtherView(EveryView view) {
        whatIsReadUnderFiltersIsExactWithinTheStatedBound(view);
    }

    @OnTwoViews
    void theControlsThinOutFilterAndFind(EveryView view) {
        HtmlView html = view == EveryView.CROSS ? view.view() : view.of(PAIR);
        ViewPage page = open(html, options -> options.setDeviceScaleFactor(1));
        page.find("summary").click();
        String before = page.look();
        page.painted(() -> page.find("input[name=top]").fill("1"));
        String strongest = page.look();
        assertThat(strongest).isNotEqualTo(before);
        assertThat(page.find(".note").textContent()).contains("Only the 1 strongest");
        page.painted(() -> page.find("input[name=top]").fill("0"));
        assertThat(page.look()).isEqualTo(before);
        page.painted(() -> page.find("input[name=threshold]").fill("20"));
        assertThat(page.look()).isNotEqualTo(before);
        assertThat(page.find(".note").textContent()).contains("below 0.20");
        page.painted(() -> page.find("input[name=threshold]").fill("0"));
        page.painted(() -> page.find("select[name=special]").selectOption("hide"));
        assertThat(page.look()).isNotEqualTo(before);
        page.painted(() -> page.find("select[name=special]").selectOption("show"));
        assertThat(page.look()).isEqualTo(before);
        if (view == EveryView.OVERVIEW) {
            return;
        }
        String[] search = view == EveryView.CROSS ? new String[] {"1", "4 found"} : new String[] {"IS", "2 found"};
        page.painted(() -> page.find("input[name=search]").fill(search[0]));
        assertThat(page.find(".controls label:has(input[name=search]) output").textContent())
                .isEqualTo(search[1]);
        assertThat(page.look()).isNotEqualTo(before);
    }

    @OnEveryOtherView
    void theControlsThinOutFilterAndFindInEveryOtherView(EveryView view) {
        theControlsThinOutFilterAndFind(view);
    }

    /** The strongest weight of each row is all that is coloured, whichever view colours it. */
    @ParameterizedTest
    @EnumSource(
            value = EveryView.class,
            names = {"TEXT", "GENERATION"})
    void onlyTheStrongestAreColoured(EveryView view) {
        ViewPage page = open(view.of(PAIR).layer(1).heads(2));
        IntUnaryOperator coloured = top -> {
            page.state("kind=encoder&layer=1&heads=2&special=show&top=" + top + "&" + held(view));
            return ((Number) page.view()
                            .evaluate("view => [...view.shadowRoot.querySelectorAll('.piece, .chip')]"
                                    + ".filter(each => each.style.getPropertyValue('--strength') !== '0%').length"))
                    .intValue();
        };
        assertThat(coloured.applyAsInt(0)).isGreaterThan(10);
        assertThat(coloured.applyAsInt(3)).isEqualTo(3);
        assertThat(coloured.applyAsInt(1)).isEqualTo(1);
    }
}
