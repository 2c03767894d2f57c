package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import io.github.attention4j.AttentionResult;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Taking a view elsewhere: pictures, links, tables, pages of one's own, other languages. */
class ViewSharingBrowserTest extends BrowserTest {
    private static final AttentionResult CAT_SAT = Samples.catSat();

    private Path saved(ViewPage page, int button, String ending) {
        Download download = page.page()
                .waitForDownload(() -> page.find(".footer button").nth(button).click());
        assertThat(download.suggestedFilename()).endsWith(ending).doesNotContain("/", "<");
        Path file = folder.resolve("saved" + ending);
        download.saveAs(file);
        return file;
    }

    private static HtmlView view() {
        return AttentionViews.headView(CAT_SAT).layer(2).heads(3, 5);
    }

    /** Something that is to be read in a saved picture of each view. */
    private static String[] written(EveryView view) {
        return switch (view) {
            case TEXT -> new String[] {"The cat sat on the mat", "猫がマットの上に座った"};
            case GENERATION -> new String[] {"1965-07-15"};
            case CROSS -> new String[] {"1965-07-15", ViewSamples.DATE};
            case OVERVIEW -> new String[] {"Layer 0", "Head 11", "previous token"};
            case IMAGE -> new String[] {"[CLS]"};
            default -> new String[] {"[CLS]", "cat", "mat"};
        };
    }

    private static int number(Document svg, String attribute) {
        return (int) Math.round(Double.parseDouble(svg.getDocumentElement().getAttribute(attribute)));
    }

    @OnTwoViews
    void whatIsOnScreenIsSavedAsSvgAndPng(EveryView view) throws Exception {
        ViewPage page =
                open(view.view().title("a/b <c>").theme(Theme.DARK), options -> options.setDeviceScaleFactor(1));
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(saved(page, 0, ".svg").toFile());
        NodeList texts = svg.getElementsByTagName("text");
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < texts.getLength(); i++) {
            words.append(texts.item(i).getTextContent().replaceAll("[\u2066-\u2069]", ""))
                    .append('\n');
        }
        assertThat(words).contains(written(view));
        BufferedImage png = ImageIO.read(saved(page, 1, ".png").toFile());
        assertThat(png.getWidth()).isBetween(2 * number(svg, "width") - 2, 2 * number(svg, "width") + 2);
        assertThat(png.getHeight()).isBetween(2 * number(svg, "height") - 2, 2 * number(svg, "height") + 2);
        assertThat(png.getRGB(png.getWidth() - 1, 0)).isEqualTo(0xff14161d);
        assertThat(inked(png)).isBetween(0.01, 0.95);
        assertThat(inked(drawn(svg, png))).as("the SVG, drawn").isCloseTo(inked(png), within(0.02));
    }

    @OnEveryOtherView
    void whatIsOnScreenIsSavedAsSvgAndPngInEveryOtherView(EveryView view) throws Exception {
        whatIsOnScreenIsSavedAsSvgAndPng(view);
    }

    /** The share of a picture that is not of its ground's colour. */
    private static double inked(BufferedImage picture) {
        long inked = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                inked += Picture.difference(picture.getRGB(x, y), 0xff14161d) > 12 ? 1 : 0;
            }
        }
        return (double) inked / picture.getWidth() / picture.getHeight();
    }

    /** What a browser makes of the SVG file, as large as the PNG. */
    private BufferedImage drawn(Document svg, BufferedImage png) throws IOException {
        Page page = chromium().open(folder.resolve("saved.svg").toUri().toString(), options -> options.setViewportSize(
                        number(svg, "width"), number(svg, "height"))
                .setDeviceScaleFactor(2));
        BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(page.screenshot()));
        assertThat(drawn.getWidth()).isCloseTo(png.getWidth(), within(2));
        return drawn;
    }

    /** Everything that can be chosen is chosen, and the link that the page gives brings it back. */
    @OnTwoViews
    void aLinkBringsBackWhatWasChosen(EveryView view) {
        ViewPage page = open(view.view(), options -> options.setDeviceScaleFactor(1));
        page.find("summary").click();
        page.painted(() -> page.find("input[name=threshold]").fill("7"));
        page.painted(() -> page.find("input[name=top]").fill("5"));
        page.painted(() -> page.find("select[name=special]").selectOption("renormalise"));
        if (view != EveryView.OVERVIEW) {
            page.painted(() -> page.find("input[name=search]").fill("a"));
        }
        if (view == EveryView.MODEL) {
            page.click("cell", 12 + 7);
        } else if (view != EveryView.OVERVIEW) {
            page.painted(() -> page.find("select[name=layer]").selectOption("1"));
            page.painted(() -> page.find(".head").nth(1).click());
        }
        if (view.isText()) {
            page.painted(() -> page.find(".piece").nth(3).click());
        } else {
            page.click(view.area(), 3);
        }
        page.page().mouse().move(2, 2);
        page.find(".footer button").nth(2).click();
        String link = page.find(".link input").inputValue();
        assertThat(link)
                .contains(
                        view == EveryView.OVERVIEW ? "layer=" : "layer=1",
                        "threshold=0.07",
                        "top=5",
                        "special=renormalise",
                        "#attention=");
        assertThat(link).contains(view == EveryView.GENERATION || view == EveryView.CROSS ? "x-step=" : "token=");
        ViewPage again = ViewPage.of(chromium().open(link, options -> options.setDeviceScaleFactor(1)));
        assertThat(again.state()).isEqualTo(page.state());
        assertThat(again.readout()).isEqualTo(page.readout());
        assertThat(again.look()).isEqualTo(page.look());
        assertThat(again.find("select[name=special]").inputValue()).isEqualTo("renormalise");
        assertThat(again.find("input[name=top]").inputValue()).isEqualTo("5");
    }

    @OnEveryOtherView
    void aLinkBringsBackWhatWasChosenInEveryOtherView(EveryView view) {
        aLinkBringsBackWhatWasChosen(view);
    }

    @Test
    void theStateAttributeIsObeyedWhenItChanges() {
        ViewPage page = ViewPage.open(chromium(), folder, view());
        page.painted(() -> page.view().evaluate("view => view.setAttribute('state', 'layer=5&heads=1&token=key.2')"));
        assertThat(page.readout()).startsWith("cat is looked at by (head 1)");
        page.painted(() -> page.view().evaluate("view => view.state = 'layer=99&heads=77&token=key.99&top=x'"));
        assertThat((String) page.view().evaluate("view => view.state")).contains("layer=0", "heads=0");
    }

    @Test
    void theTableHoldsWhatIsDrawn() {
        ViewPage page = ViewPage.open(chromium(), folder, view());
        page.find(".footer [aria-expanded]").click();
        page.page().waitForCondition(() -> page.find("tbody tr").count() == 8);
        page.click("query", 2);
        assertThat(page.find("caption").textContent()).contains("cat looks at (mean of 2 heads)");
        String first = page.find("tbody tr").first().textContent();
        assertThat(page.readout()).contains(first.substring(0, first.indexOf("0.")));
    }

    @Test
    void labelsAreInTheReadersLanguage() {
        HtmlView german = view().labels("de", Map.of("layer", "Schicht", "heads", "Köpfe", "saveSvg", "SVG sichern"));
        ViewPage page = ViewPage.open(chromium(), folder, german);
        assertThat(page.find(".controls").textContent()).contains("Schicht", "Köpfe");
        assertThat(page.page().evaluate("() => document.documentElement.lang")).isEqualTo("de");
    }

    @Test
    void worksInAShadowRoot() throws IOException {
        Path file = Files.writeString(
                folder.resolve("shadow.html"),
                "<!doctype html><html lang=en><title>shadow</title><div id=host></div><template>"
                        + view().toFragment()
                        + "</template><script>const root = document.getElementById('host').attachShadow({mode: 'open'});"
                        + "root.append(document.querySelector('template').content);</script>");
        Page page = chromium().open(file);
        page.locator("attention-head-view[data-rendered]").waitFor();
        assertThat(page.locator("attention-head-view select[name=layer]").inputValue())
                .isEqualTo("2");
    }

    /** As a web application serves it: page, script and payload each under their own address. */
    @Test
    void readsThePayloadFromAnAddress() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        view().writePayload(payload);
        String html = "<!doctype html><html lang=en><title>served</title><link rel=icon href=data:,>"
                + view().toElement("data.a4jp") + "<script src=views.js></script>";
        serve(server, "/", html.getBytes(StandardCharsets.UTF_8), "text/html");
        serve(server, "/data.a4jp", payload.toByteArray(), "application/octet-stream");
        try (InputStream script = Objects.requireNonNull(
                HtmlView.class.getResourceAsStream("/META-INF/resources/attention4j/attention-views.js"))) {
            serve(server, "/views.js", script.readAllBytes(), "text/javascript");
        }
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            ViewPage page = ViewPage.of(chromium().open(address, options -> options));
            page.point("query", 2);
            String served = page.readout();
            ViewPage embedded = ViewPage.open(chromium(), folder, view());
            embedded.point("query", 2);
            assertThat(served).isEqualTo(embedded.readout()).startsWith("cat looks at");
        } finally {
            server.stop(0);
        }
    }

    private static void serve(HttpServer server, String path, byte[] body, String type) {
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders()
                    .set(
                            "Content-Security-Policy",
                            "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:");
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
    }
}
