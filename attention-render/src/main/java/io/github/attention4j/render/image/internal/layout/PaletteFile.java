package io.github.attention4j.render.image.internal.layout;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.attention4j.render.AttentionViews;
import io.github.attention4j.render.image.internal.scene.Colour;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The colours that pages and pictures share. */
public final class PaletteFile {
    private static final int LEVELS = 256;
    private static final Map<String, List<Colour>> ANCHORS = read();
    private static final Map<String, List<Colour>> RAMPS = new ConcurrentHashMap<>();

    private PaletteFile() {}

    /** The 256 colours of a palette, evenly spaced between its anchors. */
    public static List<Colour> colours(String palette) {
        return RAMPS.computeIfAbsent(palette, name -> ramp(Objects.requireNonNull(ANCHORS.get(name), name)));
    }

    /** The colour of a head; later heads begin again with the first. */
    static Colour head(int head, boolean dark) {
        List<Colour> colours = Objects.requireNonNull(ANCHORS.get(dark ? "headsOnDark" : "heads"));
        return colours.get(head % colours.size());
    }

    /** 256 colours between some anchors. */
    static List<Colour> ramp(List<Colour> anchors) {
        Set<Colour> ramp = new LinkedHashSet<>();
        for (int level = 0; level < LEVELS; level++) {
            double place = level / (LEVELS - 1.0) * (anchors.size() - 1);
            int below = Math.min((int) place, anchors.size() - 2);
            Colour colour = anchors.get(below).towards(anchors.get(below + 1), place - below);
            // Rounding makes some neighbours equal; a number can be read back only from colours that differ.
            while (ramp.contains(colour)) {
                colour = new Colour(colour.argb() ^ 1);
                if (ramp.contains(colour)) {
                    colour = new Colour(colour.argb() + ((colour.argb() & 0xff) < 0x80 ? 2 : -2));
                }
            }
            ramp.add(colour);
        }
        return List.copyOf(ramp);
    }

    private static Map<String, List<Colour>> read() {
        Map<String, List<Colour>> palettes = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(AttentionViews.class.getResourceAsStream("palettes.json"));
                JsonParser json = new JsonFactory().createParser(in)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING) {
                    String name = json.getParsingContext().getParent().getCurrentName();
                    palettes.computeIfAbsent(name, unused -> new ArrayList<>()).add(Colour.of(json.getText()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return palettes;
    }
}
