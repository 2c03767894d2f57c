package io.github.attention4j.render.internal;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.HeadVectors;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.TokenSequence;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The query and key vectors of one layer, quantised for display, a chunk per head: the largest magnitude of each vector
 * as a little-endian float, then every number as a signed 16-bit fraction of it, 32767 standing for 1. A number read back is off by at most the vector's largest
 * magnitude / 65534.
 *
 * <p>Queries are those of the extracted heads and rows, in their order; keys are kept once per key head, and
 * {@link #keyHeads()} says which one each extracted head reads.
 */
final class VectorBlock implements Block {
    private static final int LARGEST = Short.MAX_VALUE;

    private final AttentionLayer layer;
    private final HeadVectors queries;
    private final HeadVectors keys;

    private VectorBlock(AttentionLayer layer, HeadVectors queries, HeadVectors keys) {
        this.layer = layer;
        this.queries = queries;
        this.keys = keys;
    }

    /**
     * @throws InvalidRequestException if the layer has no vectors, or they do not fit its weights
     */
    static VectorBlock of(AttentionLayer layer) {
        HeadVectors queries = layer.queries().orElseThrow(() -> missing(layer, "query"));
        HeadVectors keys = layer.keys().orElseThrow(() -> missing(layer, "key"));
        String where = layer.kind().label() + " layer " + layer.number();
        if (queries.dimension() != keys.dimension() || keys.headCount() == 0) {
            throw new InvalidRequestException("Queries and keys of " + where + " cannot be multiplied: they are ["
                    + queries.headCount() + " heads, dimension " + queries.dimension() + "] and [" + keys.headCount()
                    + " heads, dimension " + keys.dimension() + "]");
        }
        VectorBlock chunk = new VectorBlock(layer, queries, keys);
        requireAll(where + " queries", queries, layer.queryTokens(), chunk.queryHeads());
        requireAll(where + " keys", keys, layer.keyTokens(), chunk.keyHeads());
        return chunk;
    }

    private static InvalidRequestException missing(AttentionLayer layer, String which) {
        return new InvalidRequestException("The neuron view needs the query and key vectors, but "
                + layer.kind().label()
                + " layer " + layer.number() + " has no " + which
                + " vectors; extract with AttentionRequest.builder(…).vectors(true), or --qkv on the command line");
    }

    private static void requireAll(String what, HeadVectors vectors, TokenSequence tokens, List<Integer> heads) {
        int tokensNeeded = vectors.tokenCount() == tokens.size()
                ? tokens.size()
                : tokens.stream().mapToInt(token -> token.index() + 1).max().orElse(0);
        int headsNeeded = heads.stream().mapToInt(head -> head + 1).max().orElse(0);
        if (tokensNeeded > vectors.tokenCount() || headsNeeded > vectors.headCount()) {
            throw new InvalidRequestException("The " + what + " are of " + vectors.headCount() + " heads and "
                    + vectors.tokenCount() + " tokens; the weights need at least " + headsNeeded + " and "
                    + tokensNeeded);
        }
    }

    int dimension() {
        return queries.dimension();
    }

    /** For each extracted head where its queries are: vectors come for all heads of a model, or for the extracted. */
    private List<Integer> queryHeads() {
        List<Integer> heads = layer.heads();
        boolean byNumber = heads.get(heads.size() - 1) < queries.headCount();
        return byNumber ? heads : IntStream.range(0, heads.size()).boxed().toList();
    }

    /** For each extracted head the key head that it reads; several share one in grouped-query attention. */
    List<Integer> keyHeads() {
        int sharing = Math.max(1, queries.headCount() / keys.headCount());
        return queryHeads().stream().map(head -> head / sharing).toList();
    }

    /** The queries of each extracted head, then the keys of each key head. */
    @Override
    public int size() {
        return layer.heads().size() + keys.headCount();
    }

    @Override
    public byte[] chunk(int index) {
        int heads = layer.heads().size();
        return index < heads
                ? deflated(queries, queryHeads().get(index), layer.queryTokens())
                : deflated(keys, index - heads, layer.keyTokens());
    }

    private static byte[] deflated(HeadVectors vectors, int head, TokenSequence tokens) {
        boolean whole = vectors.tokenCount() == tokens.size();
        int dimension = vectors.dimension();
        ByteBuffer scales = ByteBuffer.allocate(Math.multiplyExact(tokens.size(), Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer numbers = ByteBuffer.allocate(Math.multiplyExact(tokens.size() * Short.BYTES, dimension))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] vector = new float[dimension];
        for (int position = 0; position < tokens.size(); position++) {
            int token = whole ? position : tokens.get(position).index();
            vectors.vector(head, token).get(vector);
            float largest = 0;
            for (float number : vector) {
                largest = Math.max(largest, Math.abs(number));
            }
            scales.putFloat(largest);
            float scale = largest > 0 ? LARGEST / largest : 0;
            for (float number : vector) {
                numbers.putShort((short) Math.round(number * scale));
            }
        }
        try (Deflate deflate = new Deflate(scales.capacity() + numbers.capacity(), false)) {
            deflate.add(scales.array(), scales.capacity());
            deflate.add(numbers.array(), numbers.capacity());
            return deflate.finish();
        }
    }
}
