package io.github.attention4j.render.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** JSON in ASCII that no HTML parser can mistake for markup. */
final class MarkupSafeJson {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .characterEscapes(new MarkupEscapes())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private MarkupSafeJson() {}

    static JsonGenerator to(Writer out) throws IOException {
        return JSON.createGenerator(out);
    }

    /** Nothing that begins a tag, a comment or an entity is written as itself. */
    private static final class MarkupEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
            for (char markup : new char[] {'<', '>', '&', '\'', '/'}) {
                escapes[markup] = CharacterEscapes.ESCAPE_STANDARD;
            }
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return new SerializedString("");
        }
    }
}
