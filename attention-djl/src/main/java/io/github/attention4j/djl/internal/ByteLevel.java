package io.github.attention4j.djl.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The spelling of bytes as visible characters in byte-level vocabularies (Radford et al. 2019): a byte that is a
 * printable Latin-1 character stands for itself, the others for characters from U+0100 on, in order.
 */
final class ByteLevel {
    private static final Map<Integer, Integer> BYTES = new HashMap<>();

    static {
        int next = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xa1 && value <= 0xff && value != 0xad);
            BYTES.put(printable ? value : next++, value);
        }
    }

    private ByteLevel() {}

    /** The text that a piece spells; incomplete characters show as U+FFFD. */
    static String decode(String piece) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int character : piece.codePoints().toArray()) {
            Integer value = BYTES.get(character);
            if (value == null) {
                // Not byte-level after all: an added token, spelt as it is.
                return piece;
            }
            bytes.write(value);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
