package io.github.attention4j.render.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** What one kind of view needs beyond the weights: a member of the header's {@code extras}, and blocks of its own. */
public interface Extra {
    /**
     * The member's name.
     *
     * @return letters
     */
    String name();

    /**
     * Writes the member's value.
     *
     * @param json where to; the member's name has been written
     * @param blocks where to put binary data
     * @param sequences where to put further tokens
     * @throws IOException if {@code json} fails
     */
    void write(JsonGenerator json, BlockList blocks, SequenceTable sequences) throws IOException;
}
