package io.github.attention4j.render.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.attention4j.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;

/** The names of the texts that pages show; the texts themselves are in the script. */
public final class Labels {
    private static final Set<String> NAMES = read();

    private Labels() {}

    /**
     * Checks that pages have texts of these names.
     *
     * @param names some names
     * @throws InvalidRequestException if a page has no such text
     */
    public static void requireKnown(Set<String> names) {
        for (String name : names) {
            if (!NAMES.contains(name)) {
                throw new InvalidRequestException("Pages have no label \"" + name + "\"; they have " + NAMES);
            }
        }
    }

    private static Set<String> read() {
        Set<String> names = new TreeSet<>();
        try (InputStream in = Labels.class.getResourceAsStream("/io/github/attention4j/render/labels.json")) {
            if (in == null) {
                throw new IOException("labels.json is missing from the class path");
            }
            try (JsonParser json = new JsonFactory().createParser(in)) {
                while (json.nextToken() != null) {
                    if (json.currentToken() == JsonToken.FIELD_NAME) {
                        names.add(json.currentName());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
