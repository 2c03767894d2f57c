package io.github.attention4j.render.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.render.Samples;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures as PDF: what they look like, what can be found in them, and what happens without the library. */
class PdfTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"heat-map-light", "head-view-dark", "token-text-light", "scripts-light", "overlay-light"})
    void looksLikeThePng(String name) throws IOException {
        Picture picture = Objects.requireNonNull(Gallery.pictures().get(name));
        try (PDDocument document = Loader.loadPDF(picture.toPdf())) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            BufferedImage page = new PDFRenderer(document).renderImage(0, 2);
            BufferedImage drawn = picture.toImage(2);
            assertThat(Perceived.distance(page, Perceived.thumbnail(drawn, drawn.getWidth() / 4)))
                    .isLessThan(1.5);
        }
    }

    @Test
    void wordsAreFoundInBothDirections() throws IOException {
        Picture picture = AttentionImages.heatMap(Gallery.CAT_SAT).layer(2).head(3);
        assertThat(text(picture))
                .contains("MiniLM-L6: encoder attention, layer 2, head 3", "query (looks)", "key (looked at)")
                .containsPattern("(?s)mat.*mat");
    }

    @Test
    void everyScriptIsFound() throws IOException {
        assertThat(text(AttentionImages.tokenText(Gallery.scripts())).replace(" ", ""))
                .contains("注意力", "こんにちは", "어텐션", "שלום", "مرحبا", "ध्यान", "สวัสดี", "😀", "👍🏽", "naïve", "𠮷野家");
        assertThat(text(AttentionImages.heatMap(Gallery.emoji()))).contains("👨‍👩‍👧", "🇩🇪🇫🇷", "🏴󠁧󠁢󠁥󠁮󠁧󠁿");
    }

    @Test
    void moreLettersThanOneFontHoldsAreFound() throws IOException {
        String[] words = IntStream.range(0, 40)
                .mapToObj(word -> IntStream.range(0x4e00 + 8 * word, 0x4e08 + 8 * word)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()))
                .toArray(String[]::new);
        assertThat(text(AttentionImages.tokenText(Samples.random(1, 1, TokenSequence.ofTexts(words), false))))
                .contains(words);
    }

    private static String text(Picture picture) throws IOException {
        try (PDDocument document = Loader.loadPDF(picture.toPdf())) {
            PDFTextStripper stripper = new PDFTextStripper();
            // Texts from bottom to top are put together only where positions count.
            stripper.setSortByPosition(true);
            return stripper.getText(document);
        }
    }

    @Test
    void withoutTheLibraryTheMessageSaysWhatToAddAndTheFileIsLeftAlone() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("a.pdf"), "before");
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("pdfbox"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Djava.awt.headless=true",
                        "-cp",
                        classPath,
                        WithoutPdfBox.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("PDF needs Apache PDFBox", "de.rototor.pdfbox:graphics2d", "or write SVG");
        assertThat(file).hasContent("before");
        assertThat(folder.resolve("a.svg")).isNotEmptyFile();
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    /** A program of its own. */
    static final class WithoutPdfBox {
        private WithoutPdfBox() {}

        public static void main(String[] args) {
            Picture picture = AttentionImages.heatMap(Gallery.CAT_SAT);
            picture.writeTo(Path.of(args[0].replace(".pdf", ".svg")));
            try {
                picture.writeTo(Path.of(args[0]));
                System.exit(1);
            } catch (InvalidRequestException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
