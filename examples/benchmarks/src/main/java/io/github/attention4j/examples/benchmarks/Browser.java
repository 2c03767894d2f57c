package io.github.attention4j.examples.benchmarks;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.github.attention4j.render.DomSize;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Debian's Chromium with a stopwatch in each page. */
final class Browser implements AutoCloseable {
    private static final int OPENINGS = 7;
    private static final int HOVERS = 24;

    /** When the first complete paint was on screen, and from each pointer event to the frame that shows it. */
    private static final String STOPWATCH =
            """
            new MutationObserver((changes, observer) => {
              const view = document.querySelector('[data-rendered]');
              if (view) {
                observer.disconnect();
                Object.defineProperty(document, 'renderedAt', { value: performance.now() });
              }
            }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-rendered'] });
            Object.defineProperty(document, 'hovers', { value: [] });
            addEventListener('pointermove', () => {
              const start = performance.now();
              requestAnimationFrame(() => {
                const channel = new MessageChannel();
                channel.port1.onmessage = () => document.hovers.push(performance.now() - start);
                channel.port2.postMessage(0);
              });
            }, true);
            """;

    record Shown(double firstRender, double hoverToPaint, int nodes) {}

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Browser start() {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Browser(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of("/usr/bin/chromium"))
                                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking"))));
    }

    /** Opens a page several times, and in the last one moves the pointer down the left column. */
    Shown show(Path file) {
        double[] renders = new double[OPENINGS];
        for (int i = 0; i < OPENINGS; i++) {
            try (Page page = open(file)) {
                renders[i] = ((Number) page.evaluate("() => document.renderedAt")).doubleValue();
            }
        }
        try (Page page = open(file)) {
            int nodes = DomSize.nodes(page);
            return new Shown(median(renders), hover(page), nodes);
        }
    }

    private Page open(Path file) {
        Page page = browser.newPage(new com.microsoft.playwright.Browser.NewPageOptions().setViewportSize(1280, 900));
        page.addInitScript(STOPWATCH);
        page.navigate(file.toUri().toString());
        page.waitForSelector("[data-rendered]");
        page.waitForCondition(() -> page.evaluate("() => document.renderedAt") != null);
        return page;
    }

    private static double hover(Page page) {
        List<?> box = (List<?>)
                page.evaluate(
                        """
                () => {
                  const view = document.querySelector('[data-rendered]');
                  const column = view.shadowRoot.querySelector('[data-area=query]').getBoundingClientRect();
                  return [column.left + column.width / 2, column.top];
                }
                """);
        double x = ((Number) box.get(0)).doubleValue();
        double y = ((Number) box.get(1)).doubleValue();
        for (int i = 0; i < HOVERS; i++) {
            page.mouse().move(x, y + 10 + 22 * (i % 12));
            page.waitForTimeout(60);
        }
        double[] times = ((List<?>) page.evaluate("() => document.hovers"))
                .stream().mapToDouble(time -> ((Number) time).doubleValue()).toArray();
        return median(times);
    }

    static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
