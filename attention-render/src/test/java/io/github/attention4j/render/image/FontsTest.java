package io.github.attention4j.render.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.attention4j.TokenSequence;
import io.github.attention4j.render.Samples;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What happens to characters, and on machines, without a font. */
class FontsTest {
    @TempDir
    Path folder;

    @Test
    void aCharacterThatNoFontHasIsABoxAndAWarning() {
        // Plane 16 is for private use: a font that had this would be a surprise.
        String unknown = Character.toString(0x10fabc);
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        BufferedImage image;
        try {
            image = AttentionImages.tokenText(
                            Samples.random(1, 1, TokenSequence.ofTexts(unknown + unknown, unknown), false))
                    .toImage(1);
        } finally {
            System.setErr(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("WARN", "U+10FABC", "empty box", "Install");
        assertThat(image.getWidth()).isGreaterThan(200);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aMachineWithoutAnyFontDrawsBoxesAndWarns() throws IOException, InterruptedException {
        String said = drawWithFontsOf(folder);
        assertThat(said).contains("WARN").containsOnlyOnce("Java finds no fonts on this machine");
        assertThat(folder.resolve("a.svg")).content().contains(">cat</text>");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aMachineWithOneFontDrawsBoxesForOtherScriptsAndWarns() throws IOException, InterruptedException {
        Path dejavu = Path.of("/usr/share/fonts/truetype/dejavu");
        assumeTrue(Files.isDirectory(dejavu), "DejaVu is not installed at " + dejavu);
        String said = drawWithFontsOf(dejavu);
        assertThat(said)
                .contains("WARN")
                .doesNotContain("Java finds no fonts")
                // A family of three and a flag: even where the emoji font lies in its usual place, the settings count.
                .containsOnlyOnce("the character U+1F468")
                .containsOnlyOnce("the character U+1F1E9")
                .contains("Noto Color Emoji")
                .containsOnlyOnce("(THAI)");
        assertThat(folder.resolve("a.svg")).content().contains("👨‍👩‍👧", "สวัสดี");
    }

    /** Draws in a program of its own that knows no other fonts, and returns what it said. */
    private String drawWithFontsOf(Path fonts) throws IOException, InterruptedException {
        Path config = Files.writeString(
                folder.resolve("fonts.conf"),
                "<?xml version=\"1.0\"?><fontconfig><dir>" + fonts + "</dir><cachedir>" + folder
                        + "</cachedir></fontconfig>");
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Djava.awt.headless=true",
                // Java keeps what it found out about fonts in the user's home.
                "-Duser.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Drawing.class.getName(),
                folder.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("FONTCONFIG_FILE", config.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(folder.resolve("a.png")).isNotEmptyFile();
        assertThat(folder.resolve("a.pdf")).isNotEmptyFile();
        return said;
    }

    /** A program of its own. */
    static final class Drawing {
        private Drawing() {}

        public static void main(String[] args) {
            TokenSequence tokens = TokenSequence.ofTexts("cat", "👨‍👩‍👧", "🇩🇪", "สวัสดี", "שלום");
            Picture picture = AttentionImages.heatMap(Samples.random(1, 1, tokens, false));
            for (String name : new String[] {"a.png", "a.pdf", "a.svg"}) {
                picture.writeTo(Path.of(args[0], name));
            }
        }
    }
}
