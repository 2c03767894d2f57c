package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every view looks like, large and small, in both themes, also to those who do not see it. */
class EveryViewBrowserTest extends BrowserTest {
    @ParameterizedTest
    @EnumSource(EveryView.class)
    void isAccessibleAndLooksAsCommittedInBothThemes(EveryView each) throws IOException {
        for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
            ViewPage view = open(
                    each.view().theme(theme),
                    options -> options.setDeviceScaleFactor(1).setViewportSize(1280, 720));
            Page page = view.page();
            assertThat(view.find(".error").count()).isZero();
            Picture.assertLooksLike(each.label() + "-" + theme.label() + "-1280.png", page.screenshot());
            view.find("summary").click();
            view.find(".footer [aria-expanded]").click();
            view.find("tbody tr").first().waitFor();
            assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
            view.find("summary").click();
            view.find(".footer [aria-expanded]").click();
            view.painted(() -> page.setViewportSize(360, 740));
            Picture.assertLooksLike(each.label() + "-" + theme.label() + "-360.png", page.screenshot());
            assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
            page.close();
        }
    }
}
