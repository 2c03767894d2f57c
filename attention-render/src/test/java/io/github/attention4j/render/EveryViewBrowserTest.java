package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import io.github.attention4j.Exhaustive;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every view looks like, large and small, in both themes, also to those who do not see it. */
class EveryViewBrowserTest extends BrowserTest {
    private static final List<String> ALL = List.of();
    /** All that another theme can change. */
    private static final List<String> COLOURS = List.of("color-contrast", "link-in-text-block");
    /** All that a smaller window can change. */
    private static final List<String> SIZES =
            List.of("scrollable-region-focusable", "target-size", "meta-viewport", "css-orientation-lock");

    private static void assertAccessible(Page page, List<String> rules) {
        AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
        assertThat((rules.isEmpty() ? axe : axe.withRules(rules)).analyze().getViolations())
                .isEmpty();
    }

    private ViewPage open(EveryView each, Theme theme) {
        ViewPage view = open(each.view().theme(theme), options -> options.setDeviceScaleFactor(1)
                .setViewportSize(1280, 720));
        assertThat(view.find(".error").count()).isZero();
        return view;
    }

    /** With everything unfolded that a reader can unfold. */
    private static void assertAccessibleUnfolded(ViewPage view, List<String> rules) {
        view.find("summary").click();
        view.find(".footer [aria-expanded]").click();
        view.find("tbody tr").first().waitFor();
        assertAccessible(view.page(), rules);
    }

    @ParameterizedTest
    @EnumSource(EveryView.class)
    void isAccessibleAndLooksAsCommitted(EveryView each) throws IOException {
        ViewPage view = open(each, Theme.LIGHT);
        Picture.assertLooksLike(each.label() + "-light-1280.png", view.page().screenshot());
        assertAccessibleUnfolded(view, ALL);
    }

    @Exhaustive
    @ParameterizedTest
    @EnumSource(EveryView.class)
    void isAccessibleAndLooksAsCommittedInTheDark(EveryView each) throws IOException {
        ViewPage view = open(each, Theme.DARK);
        Picture.assertLooksLike(each.label() + "-dark-1280.png", view.page().screenshot());
        assertAccessibleUnfolded(view, COLOURS);
    }

    @Exhaustive
    @ParameterizedTest
    @EnumSource(EveryView.class)
    void isAccessibleAndLooksAsCommittedOnASmallScreen(EveryView each) throws IOException {
        ViewPage view = open(each, Theme.LIGHT);
        Page page = view.page();
        view.painted(() -> page.setViewportSize(360, 740));
        page.evaluate("() => scrollTo(0, 0)");
        Picture.assertLooksLike(each.label() + "-light-360.png", page.screenshot());
        assertAccessible(page, SIZES);
    }

    /** The comparison itself: another head is another picture. */
    @Test
    void anotherHeadLooksDifferent() throws IOException {
        ViewPage view = open(EveryView.HEAT_MAP.view().theme(Theme.LIGHT), options -> options.setDeviceScaleFactor(1)
                .setViewportSize(1280, 720));
        view.painted(() -> view.find(".head").nth(7).click());
        assertThat(Picture.different("heat-map-light-1280.png", view.page().screenshot()))
                .isGreaterThan(2 * Picture.MOST_DIFFERENT);
    }
}
