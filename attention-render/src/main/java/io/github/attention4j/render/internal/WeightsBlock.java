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
 * row's largest / 510.
 */
final class WeightsBlock implements Block {
    private static final int FULL = 0;
    private static final int CAUSAL = 1;
    /** Bytes are handed to the deflater in pieces of about this size. */
    private static final int PIECE = 1 << 16;

    private final AttentionLayer layer;
    private final List<Integer> heads;

    WeightsBlock(Included.Layer included) {
        this.layer = included.layer();
        this.heads = included.heads();
    }

    @Override
    public int size() {
        return heads.size();
    }

    @Override
    public byte[] chunk(int index) {
        AttentionMatrix matrix = layer.matrix(heads.get(index));
        int queries = matrix.queryCount();
        int keys = matrix.keyCount();
        boolean causal = isCausal(matrix);
        float[] largest = new float[queries];
        float[] row = new float[keys];
        ByteBuffer head = ByteBuffer.allocate((1 + queries) * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(causal ? CAUSAL : FULL);
        for (int query = 0; query < queries; query++) {
            matrix.copyRow(query, row, 0);
            largest[query] = largest(row);
            head.putFloat(largest[query]);
        }
        try (Deflate deflate = new Deflate(queries * keys / 2 + 64)) {
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
                float scale = largest[query] > 0 ? 255 / largest[query] : 0;
                for (int key = 0; key < length; key++) {
                    piece[filled++] = (byte) (int) (Math.max(0, row[key]) * scale + 0.5f);
                }
            }
            deflate.add(piece, filled);
            return deflate.finish();
        }
    }

    private static float largest(float[] row) {
        float largest = 0;
        for (float weight : row) {
            largest = Math.max(largest, weight);
        }
        return largest;
    }

    /** Whether only the triangle up to the diagonal need be kept, as all else is zero. */
    private boolean isCausal(AttentionMatrix matrix) {
        int size = matrix.queryCount();
        if (layer.kind() == AttentionKind.CROSS || size != matrix.keyCount() || size < 2) {
            return false;
        }
        float[] row = new float[size];
        for (int query = 0; query < size; query++) {
            matrix.copyRow(query, row, 0);
            for (int key = query + 1; key < size; key++) {
                if (row[key] != 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
