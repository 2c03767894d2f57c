package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.HeadVectors;
import io.github.attention4j.InvalidRequestException;
import org.junit.jupiter.api.Test;

/** What a person reads in the neuron view is what the model computed. */
class NeuronViewBrowserTest extends BrowserTest {
    private static final AttentionResult CAT_SAT = ViewSamples.catSatWithVectors();

    private static float magnitude(HeadVectors vectors, int head, int token) {
        float largest = 0;
        for (int i = 0; i < vectors.dimension(); i++) {
            largest = Math.max(largest, Math.abs(vectors.vector(head, token).get(i)));
        }
        return largest;
    }

    /** Points at one number of a product and compares what is read with the model's own numbers. */
    private static void assertProduct(
            ViewPage page, AttentionLayer layer, int head, int keyHead, int query, int key, int dimension) {
        HeadVectors queries = layer.queries().orElseThrow();
        HeadVectors keys = layer.keys().orElseThrow();
        page.point("product", key * queries.dimension() + dimension);
        String cell = "[data-key='" + key + "'][data-dimension='" + dimension + "']";
        float q = queries.vector(head, query).get(dimension);
        float k = keys.vector(keyHead, key).get(dimension);
        double qBound = magnitude(queries, head, query) / 65_534 + 1e-6;
        double kBound = magnitude(keys, keyHead, key) / 65_534 + 1e-6;
        double productBound = Math.abs(q) * kBound + Math.abs(k) * qBound + qBound * kBound;
        assertThat(number(page, cell + "[data-of=q]")).isCloseTo(q, within(qBound));
        assertThat(number(page, cell + "[data-of=k]")).isCloseTo(k, within(kBound));
        assertThat(number(page, cell + "[data-of=product]")).isCloseTo((double) q * k, within(productBound));
        assertThat(number(page, cell + "[data-of=dot]"))
                .isCloseTo(ViewSamples.dot(queries, head, query, keys, keyHead, key), within(0.01));
        float weight = layer.matrix(head).weight(query, key);
        assertThat(number(page, cell + "[data-of=weight]")).isCloseTo(weight, within(1 / 510.0));
    }

    @Test
    void showsQueryKeyProductAndWeightOfTheChosenToken() {
        ViewPage page = open(AttentionViews.neuronView(CAT_SAT).layer(2).heads(3));
        page.click("query", 2);
        assertThat(page.readout()).startsWith("cat looks most at");
        AttentionLayer layer = CAT_SAT.stack(AttentionKind.ENCODER).layer(2);
        assertProduct(page, layer, 3, 3, 2, 6, 0);
        assertProduct(page, layer, 3, 3, 2, 1, 31);
        page.click("query", 4);
        assertProduct(page, layer, 3, 3, 4, 7, 16);
    }

    @Test
    void severalQueryHeadsReadTheSameKeyHead() {
        AttentionResult grouped = ViewSamples.groupedQueries(4, 2, 6, 8);
        AttentionLayer layer = grouped.stack(AttentionKind.DECODER).layer(0);
        ViewPage page = open(AttentionViews.neuronView(grouped).layer(0).heads(3));
        page.click("query", 5);
        assertProduct(page, layer, 3, 1, 5, 2, 7);
        page.painted(() -> page.find(".head").nth(1).click());
        assertProduct(page, layer, 1, 0, 5, 3, 4);
    }

    @Test
    void theComputationFoldsAwayAndTheKeyboardReachesIt() {
        ViewPage page = open(AttentionViews.neuronView(CAT_SAT).layer(0).heads(1));
        page.find("[data-area=product]").focus();
        page.painted(() -> page.page().keyboard().press("ArrowDown"));
        page.painted(() -> page.page().keyboard().press("ArrowRight"));
        assertThat(page.find(".readout .number[data-of=product]").getAttribute("data-dimension"))
                .isEqualTo("1");
        page.find("[data-area=query]").focus();
        page.painted(() -> page.page().keyboard().press("End"));
        assertThat(page.readout()).startsWith("[SEP]");
        page.painted(() -> page.page().keyboard().press("Enter"));
        page.painted(() -> page.page().getByText("Hide the computation").click());
        assertThat(page.find("[data-area=product]").isVisible()).isFalse();
        assertThat(page.ink()).isBetween(0.005, 0.9);
    }

    /** However telling the heads of a layer without vectors are, there is nothing to be shown of them. */
    @Test
    void opensWhereThereAreVectors() {
        AttentionResult.Builder some = AttentionResult.builder();
        Samples.catSat().stack(AttentionKind.ENCODER).stream()
                .filter(layer -> layer.number() != 1)
                .forEach(some::layer);
        some.layer(CAT_SAT.stack(AttentionKind.ENCODER).layer(1));
        ViewPage page = open(AttentionViews.neuronView(some.build()));
        assertThat(page.find("select[name=layer]").inputValue()).isEqualTo("1");
        assertThat(page.readout()).contains("looks most at");
        page.find("select[name=layer]").selectOption("2");
        page.page().waitForCondition(() -> page.readout().contains("No query and key vectors"));
        assertThat(page.find("canvas").isVisible()).isFalse();
        page.painted(() -> page.find("select[name=layer]").selectOption("1"));
        assertThat(page.find("canvas").isVisible()).isTrue();
    }

    /** At 512 tokens, only what is in sight is drawn, and the document stays small. */
    @Test
    void longInputsStaySmall() {
        ViewPage page = open(AttentionViews.neuronView(ViewSamples.groupedQueries(4, 2, 512, 64)));
        assertThat(page.elements()).isLessThan(3000);
        page.click("query", 500);
        assertThat(page.readout()).startsWith("500 looks most at");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> AttentionViews.neuronView(Samples.catSat()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("layer 0 has no query vectors")
                .hasMessageContaining("--qkv");
    }
}
