package io.github.attention4j.render;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** A real browser, and what went wrong in it. */
public final class Chromium implements AutoCloseable {
    private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Starts the browser; without one, tests are skipped, or fail where CI is set. */
    public static Chromium start() {
        if (!Files.isExecutable(EXECUTABLE) && System.getenv("CI") == null) {
            Assumptions.abort("There is no " + EXECUTABLE + ": install Debian's chromium to run the browser tests");
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Chromium(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(EXECUTABLE)
                                .setArgs(ARGUMENTS)));
    }

    /** Opens a page for a reader who prefers light colours. */
    public Page open(Path file) {
        return open(file, ColorScheme.LIGHT);
    }

    /** Opens a page. */
    public Page open(Path file, ColorScheme scheme) {
        Page page = browser.newPage(new Browser.NewPageOptions()
                .setViewportSize(1000, 720)
                .setColorScheme(scheme)
                .setDeviceScaleFactor(2));
        String address = file.toUri().toString();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().equals(address) && !request.url().startsWith("about:")) {
                complaints.add("request to " + request.url());
            }
        });
        page.navigate(address);
        return page;
    }

    /** Console errors, uncaught exceptions and requests that left the page. */
    public List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
