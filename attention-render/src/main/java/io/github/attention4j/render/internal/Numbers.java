package io.github.attention4j.render.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Lists of whole numbers in the header. */
final class Numbers {
    private Numbers() {}

    static void write(JsonGenerator json, String name, Iterable<Integer> numbers) throws IOException {
        json.writeArrayFieldStart(name);
        for (int number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }
}
