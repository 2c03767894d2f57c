package io.github.attention4j.render.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.attention4j.AttentionLayer;
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
     * Whether the view has what it needs to show a layer, so that it may open there.
     *
     * @param layer a layer of the result
     * @return false if the view has nothing to show of it
     */
    default boolean opens(AttentionLayer layer) {
        return true;
    }

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
