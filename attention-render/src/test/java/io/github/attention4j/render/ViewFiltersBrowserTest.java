package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionResult;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What filters leave of tokens and weights, compared with the result they were made from. */
class ViewFiltersBrowserTest extends BrowserTest {
    private static final AttentionResult PAIR = Samples.pair();
    private static final AttentionMatrix MATRIX =
            PAIR.stack(AttentionKind.ENCODER).matrix(1, 2);
    private static final List<Integer> ORDINARY = List.of(1, 2, 3, 4, 5, 6, 8, 9, 10, 11);

    private ViewPage page;

    @BeforeEach
    void open() {
        page = ViewPage.open(
                chromium(), folder, AttentionViews.headView(PAIR).layer(1).heads(2));
        page.find("summary").click();
    }

    private int count(String area) {
        return Integer.parseInt(page.find("[data-area=" + area + "]").getAttribute("data-count"));
    }

    private void choose(String name, String value) {
        page.painted(() -> page.find("select[name=" + name + "]").selectOption(value));
    }

    /** What the read-out shows for a key is what the model's own weights give, within the bound it states. */
    private void assertShown(IntToDoubleFunction exact) {
        Locator numbers = page.find(".readout .number");
        assertThat(numbers.count()).isPositive();
        for (int i = 0; i < numbers.count(); i++) {
            int token = Integer.parseInt(numbers.nth(i).getAttribute("data-token"));
            double bound = Double.parseDouble(numbers.nth(i).getAttribute("data-bound"));
            assertThat(bound).isLessThan(0.02);
            assertThat(Double.parseDouble(numbers.nth(i).getAttribute("data-value")))
                    .isCloseTo(exact.applyAsDouble(token), within(bound + 1e-6));
        }
    }

    @Test
    void sentencesSelectRowsAndColumns() {
        int[][] expected = {{8, 8}, {8, 5}, {5, 8}, {5, 5}};
        List<String> filters = List.of("aa", "ab", "ba", "bb");
        for (int i = 0; i < filters.size(); i++) {
            choose("sentences", filters.get(i));
            assertThat(count("query")).isEqualTo(expected[i][0]);
            assertThat(count("key")).isEqualTo(expected[i][1]);
        }
        choose("sentences", "ab");
        page.point("query", 2);
        assertThat(page.readout()).startsWith("cat looks at");
        assertShown(key -> MATRIX.weight(2, key));
        assertThat(page.find(".readout .number").evaluateAll("all => all.map(each => Number(each.dataset.token))"))
                .asInstanceOf(InstanceOfAssertFactories.list(Integer.class))
                .allMatch(token -> token > 7);
    }

    @Test
    void hiddenSpecialTokensLeaveTheOtherWeightsAlone() {
        choose("special", "hide");
        assertThat(count("query")).isEqualTo(10);
        page.point("query", 1);
        assertThat(page.readout()).startsWith("cat looks at");
        assertShown(key -> MATRIX.weight(2, key));
        assertThat(page.find(".note").textContent()).contains("rows sum to less than 1");
    }

    @Test
    void hiddenSpecialTokensMayBeRenormalisedAndThePageSaysSo() {
        choose("special", "renormalise");
        page.point("query", 1);
        double kept =
                ORDINARY.stream().mapToDouble(key -> MATRIX.weight(2, key)).sum();
        assertThat(kept).isLessThan(0.99);
        assertShown(key -> MATRIX.weight(2, key) / kept);
        assertThat(page.find(".note").textContent()).contains("not the model's own weights");
    }

    @Test
    void wordsAreMeansOverRowsAndSumsOverColumns() {
        page.painted(() -> page.find("input[name=words]").check());
        assertThat(count("query")).isEqualTo(11);
        page.point("query", 4);
        assertThat(page.readout()).startsWith("unbelievable looks at");
        int[] word = {4, 5, 6};
        assertShown(token -> {
            int[] columns = token == 4 ? word : new int[] {token};
            return Arrays.stream(word)
                            .mapToDouble(row -> IntStream.of(columns)
                                    .mapToDouble(column -> MATRIX.weight(row, column))
                                    .sum())
                            .sum()
                    / 3;
        });
    }

    @Test
    void piecesAreShownRawOnDemand() {
        page.point("query", 6);
        assertThat(page.readout()).startsWith("able looks at");
        page.painted(() -> page.find("input[name=pieces]").check());
        page.point("query", 6);
        assertThat(page.readout()).startsWith("##able looks at");
    }

    @Test
    void theSearchCountsAndMarks() {
        double before = page.ink();
        page.painted(() -> page.find("input[name=search]").fill("IS"));
        assertThat(page.find(".controls output").first().textContent()).isEqualTo("2 found");
        assertThat(page.ink()).isGreaterThan(before);
    }

    @Test
    void thresholdAndTopThinOutTheDrawing() {
        double all = page.ink();
        page.painted(() -> page.find("input[name=top]").fill("1"));
        double strongest = page.ink();
        assertThat(strongest).isLessThan(all);
        assertThat(page.find(".note").textContent()).contains("Only the 1 strongest");
        page.painted(() -> page.find("input[name=threshold]").fill("95"));
        assertThat(page.ink()).isLessThan(strongest);
        assertThat(page.find(".note").textContent()).contains("below 0.95");
    }
}
