package io.github.attention4j.render.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.render.Samples;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Formats, files, and what is refused. */
class PictureTest {
    private static final Picture HEAT_MAP =
            AttentionImages.heatMap(Gallery.CAT_SAT).layer(2).head(3);

    @TempDir
    Path folder;

    @Test
    void pngHasTheSizeThatWasAskedFor() throws IOException {
        double scale = 2000 / HEAT_MAP.width();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(HEAT_MAP.toPng(scale)));
        assertThat(image.getWidth()).isEqualTo(2000);
        assertThat(image.getHeight()).isEqualTo((int) Math.ceil(HEAT_MAP.height() * scale));
    }

    @Test
    void theFileNameSaysTheFormat() throws IOException {
        for (String name : new String[] {"a.svg", "b.PNG", "c.pdf"}) {
            HEAT_MAP.writeTo(folder.resolve(name));
        }
        assertThat(folder.resolve("a.svg")).content().startsWith("<?xml").isEqualTo(HEAT_MAP.toSvg());
        assertThat(Files.readAllBytes(folder.resolve("b.PNG"))).startsWith(0x89, 'P', 'N', 'G');
        assertThat(Files.readString(folder.resolve("c.pdf"), StandardCharsets.ISO_8859_1))
                .startsWith("%PDF");
        assertThatThrownBy(() -> HEAT_MAP.writeTo(folder.resolve("d.gif")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("d.gif")
                .hasMessageContaining(".svg, .png or .pdf");
    }

    @Test
    void svgSpeaksToReadersWhoCannotSeeIt() {
        Element svg = SvgOutline.parse(HEAT_MAP.toSvg()).getDocumentElement();
        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getAttribute("aria-labelledby")).isEqualTo("title description");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("MiniLM-L6: encoder attention, layer 2, head 3");
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                .contains("8 query tokens (rows) by 8 key tokens")
                .contains("from \u201c[CLS]\u201d to \u201c[CLS]\u201d");
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> HEAT_MAP.layer(9).toSvg())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("layer 9");
        assertThatThrownBy(() -> HEAT_MAP.head(12).toSvg())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("head 12");
        assertThatThrownBy(() -> HEAT_MAP.kind(AttentionKind.CROSS).toSvg())
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() ->
                        AttentionImages.tokenText(Gallery.CAT_SAT).queries(8).toSvg())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("query token 8");
        assertThatThrownBy(() -> HEAT_MAP.toImage(0)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> HEAT_MAP.toImage(Double.NaN)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> HEAT_MAP.toImage(1000))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("pixels");
        assertThatThrownBy(() -> AttentionImages.overlay(Gallery.CAT_SAT, Gallery.photo())
                        .toSvg())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has a region");
        assertThatThrownBy(() -> AttentionImages.difference(
                                Gallery.CAT_SAT, Samples.random(6, 12, TokenSequence.ofPositions(9), false))
                        .toSvg())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("8 and the other 9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"view.svg", "view.png", "view.pdf"})
    void anErrorLeavesTheFileAsItWas(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "before");
        assertThatThrownBy(() -> HEAT_MAP.layer(9).writeTo(file)).isInstanceOf(InvalidRequestException.class);
        assertThat(file).hasContent("before");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
        assertThatThrownBy(() -> HEAT_MAP.writeTo(folder.resolve("none").resolve(name)))
                .isInstanceOf(AttentionFileException.class)
                .hasMessageContaining(name);
    }
}
