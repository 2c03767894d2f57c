package io.github.attention4j.render.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionMatrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The weights of one layer, quantised for display, a chunk per head: the layout, per row the largest weight as a
 * float, and every weight as a byte, 255 standing for the row's largest. A weight read back is off by at most the
 * row's largest / 510. A head with weights below zero keeps magnitudes instead, and bytes with a sign, 127 standing for
 * the row's largest magnitude: off by at most that / 254.
 */
final class WeightsBlock implements Block {
    private static final int FULL = 0;
    private static final int CAUSAL = 1;
    private static final int SIGNED = 2;
    /** Bytes are handed to the deflater in pieces of about this size. */
    private static final int PIECE = 1 << 16;

    private final AttentionLayer layer;
    private final List<Integer> heads;
    private final int window;

    WeightsBlock(Included.Layer included, int window) {
        this.window = window;
        this.layer = included.layer();
        this.heads = included.heads();
    }

    @Override
    public int size() {
        return heads.size();
    }

    @Override
    public byte[] chunk(int index) {
        AttentionMatrix matrix = layer.matrix(heads.get(index), window);
        int queries = matrix.queryCount();
        int keys = matrix.keyCount();
        float[] row = new float[keys];
        float[] largest = new float[queries];
        float[] least = new float[queries];
        boolean signed = false;
        boolean causal = layer.kind() != AttentionKind.CROSS && queries == keys && queries > 1;
        long zeros = 0;
        for (int query = 0; query < queries; query++) {
            matrix.copyRow(query, row, 0);
            for (int key = 0; key < keys; key++) {
                float weight = row[key];
                // Not Math.max: a weight that is not a number must not hide the others of its row.
                if (weight > largest[query]) {
                    largest[query] = weight;
                } else if (weight < least[query]) {
                    least[query] = weight;
                    signed = true;
                }
                if (weight == 0) {
                    zeros++;
                } else if (key > query) {
                    causal = false;
                }
            }
        }
        causal &= !signed;
        for (int query = 0; signed && query < queries; query++) {
            largest[query] = Math.max(largest[query], -least[query]);
        }
        int steps = signed ? 127 : 255;
        long kept = causal ? (long) queries * (queries + 1) / 2 : (long) queries * keys;
        long keptZeros = causal ? zeros - (long) queries * (queries - 1) / 2 : zeros;
        try (Deflate deflate = new Deflate((int) Math.min(kept / 2 + 64, 1 << 24), 2 * keptZeros > kept)) {
            ByteBuffer head = ByteBuffer.allocate((1 + queries) * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            head.putInt(signed ? SIGNED : causal ? CAUSAL : FULL);
            head.asFloatBuffer().put(largest);
            deflate.add(head.array(), head.capacity());
            byte[] piece = new byte[Math.max(PIECE, keys)];
            int filled = 0;
            for (int query = 0; query < queries; query++) {
                int length = causal ? query + 1 : keys;
                if (filled + length > piece.length) {
                    deflate.add(piece, filled);
                    filled = 0;
                }
                matrix.copyRow(query, row, 0);
                quantise(row, largest[query] > 0 ? steps / largest[query] : 0, piece, filled, length);
                filled += length;
            }
            deflate.add(piece, filled);
            return deflate.finish();
        }
    }

    private static void quantise(float[] row, float scale, byte[] piece, int start, int length) {
        for (int key = 0; key < length; key++) {
            float steps = row[key] * scale;
            piece[start + key] = (byte) (int) (steps < 0 ? steps - 0.5f : steps + 0.5f);
        }
    }
}
