package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.Token;
import io.github.attention4j.TokenRegion;
import io.github.attention4j.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens that would do harm do none, and are shown for what they are, wherever a view may stand. */
class HostileTokensBrowserTest extends BrowserTest {
    private static final List<String> HOSTILE = List.of(
            "</script><img src=x onerror=window.hacked=1>",
            "<!--",
            "\"'`&amp;",
            "a\0b",
            "\ud83d",
            "\u202eevil\u2066",
            "\u200b",
            "x".repeat(1_000_000),
            "𠮷",
            "--><script>window.hacked=1</script>",
            "\n");
    private static final String[] SHOWN = {
        "</script><img src=x onerror…",
        "<!--",
        "\"'`&amp;",
        "a\\u0000b",
        "\ufffd",
        "\\u202eevil\\u2066",
        "\\u200b",
        "x".repeat(27) + "…",
        "𠮷",
        "--><script>window.hacked=1<…"
    };
    private static final String HOSTILE_TITLE =
            "</title><script>window.hacked=1</script>\"><img src=x onerror=hacked=1>";

    private static final AttentionResult ATTENTION = hostile();
    private static final Pattern POLICY = Pattern.compile("<meta http-equiv=\"Content-Security-Policy\"[^>]*>");

    /** Everything that a view may need, on tokens of which the last ones are patches. */
    private static AttentionResult hostile() {
        List<Token> tokens = new ArrayList<>();
        for (Token token : TokenSequence.ofTexts(HOSTILE.toArray(String[]::new))) {
            int patch = token.index() - 8;
            tokens.add(patch < 0 ? token : token.withRegion(new TokenRegion(patch / 4.0, 0.25, 0.25, 0.5)));
        }
        TokenSequence sequence = TokenSequence.of(tokens);
        AttentionStack stack = Samples.random(1, 2, sequence, false).stack(AttentionKind.ENCODER);
        AttentionResult dressed = ViewSamples.dressed(stack, sequence);
        AttentionResult.Builder result = AttentionResult.builder();
        dressed.stack(AttentionKind.ENCODER).stream().forEach(result::layer);
        result.layer(AttentionLayer.builder(AttentionKind.CROSS, 0)
                .tokens(sequence, sequence)
                .weights(stack.layer(0).weights())
                .build());
        return result.build();
    }

    /** Twice in one document, in a shadow root, and in a sandboxed frame, under a policy that allows nothing but the script. */
    private Path everywhere(EveryView view) throws IOException {
        HtmlView html = view.of(ATTENTION).title(HOSTILE_TITLE);
        Matcher policy = POLICY.matcher(html.toHtml());
        assertThat(policy.find()).isTrue();
        assertThat(policy.group()).contains("default-src 'none'").doesNotContain("unsafe");
        String fragment = html.toFragment();
        return Files.writeString(
                folder.resolve("everywhere.html"),
                "<!doctype html><html lang=en><head><meta charset=utf-8>" + policy.group()
                        + "<title>everywhere</title></head><body>" + fragment + fragment
                        + "<div id=host><template shadowrootmode=open>" + fragment + "</template></div>"
                        + html.toIframe() + "</body></html>");
    }

    private static void assertInert(Frame frame, int names) {
        assertThat(frame.evaluate("() => window.hacked")).isNull();
        assertThat(((Number) frame.evaluate("() => Object.keys(window).length")).intValue())
                .as("global names")
                .isEqualTo(names);
        assertThat(frame.locator("img").count()).isZero();
    }

    @OnTwoViews
    void areInertAndShownRecognisablyEverywhere(EveryView view) throws IOException {
        Path empty = Files.writeString(
                folder.resolve("empty.html"), "<!doctype html><title>x</title><iframe srcdoc=x></iframe>");
        Page blank = chromium().open(empty);
        int names = ((Number) blank.evaluate("() => Object.keys(window).length")).intValue();

        Page page = chromium().open(everywhere(view).toUri().toString(), options -> options.setDeviceScaleFactor(1));
        Locator rendered = page.locator("[data-rendered]");
        page.waitForCondition(() -> rendered.count() == 3);
        Locator iframe = page.locator("iframe");
        // A frame that is scrolled out of sight is given no animation frames to paint in.
        iframe.scrollIntoViewIfNeeded();
        page.frameLocator("iframe").locator("[data-rendered]").waitFor();
        assertInert(page.mainFrame(), names);
        Frame inner = page.frames().get(1);
        assertInert(inner, ((Number) blank.frames().get(1).evaluate("() => Object.keys(window).length")).intValue());
        if (view != EveryView.OVERVIEW) {
            for (Locator each : List.of(rendered.nth(0), rendered.nth(2), inner.locator("[data-rendered]"))) {
                each.locator(".footer [aria-expanded]").press("Enter");
                each.locator("tbody tr").first().waitFor();
                assertThat(each.locator("tbody").innerText()).contains(SHOWN);
            }
        }
    }

    @OnEveryOtherView
    void areInertAndShownRecognisablyEverywhereInEveryOtherView(EveryView view) throws IOException {
        areInertAndShownRecognisablyEverywhere(view);
    }
}
