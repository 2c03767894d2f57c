package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import io.github.attention4j.AttentionResult;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

    private static HtmlView view(String name) {
        return name.equals("head")
                ? AttentionViews.headView(CAT_SAT).layer(2).heads(3, 5)
                : AttentionViews.modelView(CAT_SAT).layer(2).heads(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "model"})
    void whatIsOnScreenIsSavedAsSvg(String name) throws Exception {
        ViewPage page = ViewPage.open(chromium(), folder, view(name).title("a/b <c>"));
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(saved(page, 0, ".svg").toFile());
        NodeList texts = svg.getElementsByTagName("text");
        List<String> words = new ArrayList<>();
        for (int i = 0; i < texts.getLength(); i++) {
            words.add(texts.item(i).getTextContent());
        }
        assertThat(words).contains("[CLS]", "cat", "mat");
        assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "model"})
    void whatIsOnScreenIsSavedAsPng(String name) throws IOException {
        ViewPage page = ViewPage.open(chromium(), folder, view(name).theme(Theme.DARK));
        BufferedImage png = ImageIO.read(saved(page, 1, ".png").toFile());
        assertThat(png.getWidth()).isGreaterThan(800);
        assertThat(png.getRGB(1, 1)).isEqualTo(0xff14161d);
        long bright = 0;
        for (int x = 0; x < png.getWidth(); x++) {
            bright += (png.getRGB(x, png.getHeight() / 2) & 0xff) > 0x60 ? 1 : 0;
        }
        assertThat(bright).isPositive();
    }

    @Test
    void aLinkBringsBackWhatWasChosen() {
        ViewPage page = ViewPage.open(chromium(), folder, view("head"));
        page.click("query", 3);
        page.painted(() -> page.find("select[name=layer]").selectOption("4"));
        page.find("summary").click();
        page.painted(() -> page.find("select[name=special]").selectOption("hide"));
        String state = (String) page.view().evaluate("view => view.state");
        assertThat(state).contains("layer=4", "heads=3.5", "token=query.3", "special=hide");
        String address = folder.resolve("view.html").toUri() + "#attention=attention-head-view-0&" + state;
        ViewPage again = ViewPage.of(chromium().open(address, options -> options));
        assertThat(again.readout()).isEqualTo(page.readout()).startsWith("sat looks at");
        assertThat(again.view().evaluate("view => view.state")).isEqualTo(state);
    }

    @Test
    void theStateAttributeIsObeyedWhenItChanges() {
        ViewPage page = ViewPage.open(chromium(), folder, view("head"));
        page.painted(() -> page.view().evaluate("view => view.setAttribute('state', 'layer=5&heads=1&token=key.2')"));
        assertThat(page.readout()).startsWith("cat is looked at by (head 1)");
        page.painted(() -> page.view().evaluate("view => view.state = 'layer=99&heads=77&token=key.99&top=x'"));
        assertThat((String) page.view().evaluate("view => view.state")).contains("layer=0", "heads=0");
    }

    @Test
    void theTableHoldsWhatIsDrawn() {
        ViewPage page = ViewPage.open(chromium(), folder, view("head"));
        page.find(".footer [aria-expanded]").click();
        page.page().waitForCondition(() -> page.find("tbody tr").count() == 8);
        page.click("query", 2);
        assertThat(page.find("caption").textContent()).contains("cat looks at (mean of 2 heads)");
        String first = page.find("tbody tr").first().textContent();
        assertThat(page.readout()).contains(first.substring(0, first.indexOf("0.")));
    }

    @Test
    void labelsAreInTheReadersLanguage() {
        HtmlView german =
                view("head").labels("de", Map.of("layer", "Schicht", "heads", "Köpfe", "saveSvg", "SVG sichern"));
        ViewPage page = ViewPage.open(chromium(), folder, german);
        assertThat(page.find(".controls").textContent()).contains("Schicht", "Köpfe");
        assertThat(page.page().evaluate("() => document.documentElement.lang")).isEqualTo("de");
    }

    @Test
    void worksInAShadowRoot() throws IOException {
        Path file = Files.writeString(
                folder.resolve("shadow.html"),
                "<!doctype html><html lang=en><title>shadow</title><div id=host></div><template>"
                        + view("head").toFragment()
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
        view("head").writePayload(payload);
        String html = "<!doctype html><html lang=en><title>served</title><link rel=icon href=data:,>"
                + view("head").toElement("data.a4jp") + "<script src=views.js></script>";
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
            ViewPage embedded = ViewPage.open(chromium(), folder, view("head"));
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
