package io.github.attention4j.render.internal;

/** Some binary data of a payload, in chunks that are read one by one: for a layer, a chunk per head. */
public interface Block {
    /**
     * How many chunks.
     *
     * @return at least one
     */
    int size();

    /**
     * Makes one chunk; called once per chunk, by several threads at a time.
     *
     * @param index zero-based, below {@link #size()}
     * @return raw deflate data (RFC 1951)
     */
    byte[] chunk(int index);
}
