package io.github.attention4j.render;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
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

    private static final double MOST_MILLISECONDS = 90_000;

    private static @Nullable Chromium shared;

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();
    private final List<Page> pages = new ArrayList<>();

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** One browser for all tests of a run: starting one takes longer than most tests. */
    public static synchronized Chromium shared() {
        if (shared == null) {
            Chromium started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = started;
        }
        return shared;
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
        return open(file.toUri().toString(), options -> options.setColorScheme(scheme));
    }

    /** Opens a page by its address, which may ask its own origin for more, in a browser of some size or kind. */
    public Page open(String address, UnaryOperator<Browser.NewPageOptions> kind) {
        URI origin = URI.create(address);
        String document = address.replaceFirst("#.*", "");
        return open(
                address,
                kind,
                url -> url.equals(document) || (origin.getHost() != null && url.contains(origin.getAuthority())));
    }

    /** Opens a page that leads to others in its folder; the fragment begins with #. */
    public Page openSite(Path page, String fragment, UnaryOperator<Browser.NewPageOptions> kind) {
        String folder = page.resolveSibling("").toUri().toString();
        return open(page.toUri() + fragment, kind, url -> url.startsWith(folder));
    }

    private Page open(String address, UnaryOperator<Browser.NewPageOptions> kind, Predicate<String> own) {
        Page page = browser.newPage(kind.apply(new Browser.NewPageOptions()
                .setViewportSize(1000, 720)
                .setColorScheme(ColorScheme.LIGHT)
                .setDeviceScaleFactor(2)));
        // On a machine that others use, too, a page may take long; a test that fails waits as long as a reader would.
        page.setDefaultTimeout(MOST_MILLISECONDS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            String url = request.url();
            if (!own.test(url) && !url.startsWith("about:") && !url.startsWith("blob:")) {
                complaints.add("request to " + url);
            }
        });
        pages.add(page);
        page.navigate(address);
        return page;
    }

    /** Console errors, uncaught exceptions and requests that left the page. */
    public List<String> complaints() {
        return complaints;
    }

    /** Closes all pages and forgets what went wrong in them. */
    public void clear() {
        pages.forEach(Page::close);
        pages.clear();
        complaints.clear();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
