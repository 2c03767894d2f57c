package io.github.attention4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final StringWriter screen = new StringWriter();

    private void work(boolean terminal, long millis) throws InterruptedException {
        try (ProgressBar progress = new ProgressBar(new PrintWriter(screen), terminal, "extracting", 4)) {
            progress.advance(2);
            Thread.sleep(millis);
        }
    }

    @Test
    void longWorkShowsHowFarItIs() throws InterruptedException {
        work(true, 1600);
        assertThat(screen.toString())
                .startsWith("\rextracting [###############...............] 2/4 1 s")
                .endsWith("\r\u001b[K");
    }

    @Test
    void shortWorkAndRedirectedOutputShowNothing() throws InterruptedException {
        work(true, 10);
        work(false, 1300);
        assertThat(screen.toString()).isEmpty();
    }
}
