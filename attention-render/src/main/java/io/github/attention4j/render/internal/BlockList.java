package io.github.attention4j.render.internal;

import java.util.ArrayList;
import java.util.List;

/** The blocks of a payload, numbered as its header is written. */
public final class BlockList {
    private final List<Block> blocks = new ArrayList<>();

    /**
     * Adds a block.
     *
     * @param block its data are made later
     * @return its number in the header
     */
    public int add(Block block) {
        blocks.add(block);
        return blocks.size() - 1;
    }

    List<Block> blocks() {
        return blocks;
    }
}
