package io.github.attention4j.render.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.render.Theme;
import java.awt.image.BufferedImage;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.w3c.dom.Element;

/** Numbers can be read back from the colours of a picture. */
class ReadBackProperties {
    private static final int SCALE = 2;

    @Property(tries = 60)
    void coloursOfAHeatMapInvertToWeights(
            @ForAll @IntRange(min = 1, max = 60) int queries,
            @ForAll @IntRange(min = 2, max = 60) int keys,
            @ForAll Palette palette,
            @ForAll Theme theme,
            @ForAll long seed) {
        float[] weights = random(queries * keys, seed);
        Picture picture = AttentionImages.heatMap(attention(queries, keys, weights))
                .palette(palette)
                .theme(theme)
                .annotations(false);
        float largest = 0;
        for (float weight : weights) {
            largest = Math.max(largest, weight);
        }
        double[] read = read(picture, queries, keys, palette);
        for (int i = 0; i < weights.length; i++) {
            assertThat(read[i] * largest).isCloseTo(weights[i], within(largest / 255.0));
        }
    }

    @Property(tries = 30)
    void coloursOfADifferenceInvertToItsNumbers(
            @ForAll @IntRange(min = 2, max = 40) int tokens, @ForAll long seed, @ForAll long otherSeed) {
        float[] weights = random(tokens * tokens, seed);
        float[] reference = random(tokens * tokens, otherSeed + 1);
        Picture picture = AttentionImages.difference(
                        attention(tokens, tokens, weights), attention(tokens, tokens, reference))
                .annotations(false);
        float reach = Float.MIN_NORMAL;
        for (int i = 0; i < weights.length; i++) {
            reach = Math.max(reach, Math.abs(weights[i] - reference[i]));
        }
        double[] read = read(picture, tokens, tokens, Palette.DIVERGING);
        for (int i = 0; i < weights.length; i++) {
            assertThat((2 * read[i] - 1) * reach).isCloseTo(weights[i] - reference[i], within(2 * reach / 255.0));
        }
    }

    @Property
    void aPaletteInvertsItself(@ForAll Palette palette, @ForAll @IntRange(min = 0, max = 10_000) int position) {
        double exact = position / 10_000.0;
        assertThat(palette.position(palette.colour(exact))).isCloseTo(exact, within(1 / 255.0));
    }

    /** The palette's positions of all cells, taken from the middle of each cell; the SVG says where these are. */
    private static double[] read(Picture picture, int queries, int keys, Palette palette) {
        BufferedImage image = picture.toImage(SCALE);
        Element matrix = (Element)
                SvgOutline.parse(picture.toSvg()).getElementsByTagName("image").item(0);
        String[] moved = ((Element) matrix.getParentNode())
                .getAttribute("transform")
                .replaceAll("[^0-9. -]", "")
                .strip()
                .split(" ", 2);
        double x = Double.parseDouble(moved[0]) + number(matrix, "x");
        double y = Double.parseDouble(moved[1]) + number(matrix, "y");
        double width = number(matrix, "width") / keys;
        double height = number(matrix, "height") / queries;
        double[] positions = new double[queries * keys];
        for (int i = 0; i < positions.length; i++) {
            int column = (int) ((x + (i % keys + 0.5) * width) * SCALE);
            int query = i / keys;
            int row = (int) ((y + (query + 0.5) * height) * SCALE);
            positions[i] = palette.position(image.getRGB(column, row));
        }
        return positions;
    }

    private static double number(Element element, String name) {
        return Double.parseDouble(element.getAttribute(name));
    }

    private static float[] random(int count, long seed) {
        Random random = new Random(seed);
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = random.nextFloat();
        }
        return weights;
    }

    private static AttentionResult attention(int queries, int keys, float[] weights) {
        return AttentionResult.builder()
                .layer(AttentionLayer.builder(AttentionKind.CROSS, 0)
                        .tokens(TokenSequence.ofPositions(queries), TokenSequence.ofPositions(keys))
                        .weights(weights)
                        .build())
                .build();
    }
}
