package io.github.attention4j.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.attention4j.render.Chromium;
import io.github.attention4j.render.ViewPage;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service, over HTTP. */
class AttentionServiceTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ConfigurableApplicationContext service;
    private static String root;

    @BeforeAll
    static void start() {
        service =
                SpringApplication.run(AttentionApplication.class, "--server.port=0", "--attention.patience-millis=20");
        int port = ((ServletWebServerApplicationContext) service).getWebServer().getPort();
        root = "http://localhost:" + port;
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static HttpRequest request(String text) {
        return HttpRequest.newBuilder(
                        URI.create(root + "/attention/payload?text=" + URLEncoder.encode(text, StandardCharsets.UTF_8)))
                .build();
    }

    private static HttpResponse<byte[]> get(String text) throws Exception {
        return CLIENT.send(request(text), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void aTextGivesAPayload() throws Exception {
        HttpResponse<byte[]> answer = get("The cat sat on the mat");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new String(answer.body(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("A4JP");
    }

    @Test
    void aLongTextIsRefused() throws Exception {
        HttpResponse<byte[]> answer = get("word ".repeat(101));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("At most 500 characters");
    }

    /** Two hundred at once: some are served, the others told to wait, and the service lives on in the memory it had. */
    @Test
    void aCrowdIsToldToWait() throws Exception {
        String text = "The cat sat on the mat. ".repeat(20);
        get(text);
        List<CompletableFuture<HttpResponse<byte[]>>> answers = IntStream.range(0, 200)
                .mapToObj(i -> CLIENT.sendAsync(request(text), HttpResponse.BodyHandlers.ofByteArray()))
                .toList();
        Map<Integer, Long> byStatus = answers.stream()
                .map(answer -> answer.handle((response, error) -> error == null ? response.statusCode() : 0)
                        .join())
                .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
        assertThat(byStatus.keySet()).isSubsetOf(200, 429);
        assertThat(byStatus).containsKeys(200, 429);
        assertThat(get("Still here").statusCode()).isEqualTo(200);
    }

    @Test
    void thePageShowsWhatAWordLooksAt() {
        try (Chromium chromium = Chromium.start()) {
            Page page = chromium.open(root + "/", options -> options);
            ViewPage view = ViewPage.of(page);
            view.point("query", 2);
            assertThat(view.readout()).startsWith("cat looks at");
            assertThat(chromium.complaints()).isEmpty();
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", "service.png")));
            page.fill("#text", "x".repeat(501));
            page.click("button");
            page.waitForFunction("document.querySelector('[role=status]').textContent === 'At most 500 characters'");
        }
    }
}
