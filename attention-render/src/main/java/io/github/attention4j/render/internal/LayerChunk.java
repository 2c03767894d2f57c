package io.github.attention4j.render.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionMatrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * The weights of one layer, quantised for display: per row the largest weight as a little-endian float, and every
 * weight as a byte, 255 standing for the row's largest. A weight read back is off by at most the row's largest / 510.
 */
final class LayerChunk {
    private final AttentionLayer layer;
    private final boolean causal;

    LayerChunk(AttentionLayer layer) {
        this.layer = layer;
        this.causal = isCausal(layer);
    }

    /** Whether only the triangle up to the diagonal is kept, as all else is zero. */
    boolean causal() {
        return causal;
    }

    private static boolean isCausal(AttentionLayer layer) {
        int size = layer.queryTokens().size();
        if (layer.kind() == AttentionKind.CROSS || size != layer.keyTokens().size() || size < 2) {
            return false;
        }
        float[] row = new float[size];
        for (int head : layer.heads()) {
            AttentionMatrix matrix = layer.matrix(head);
            for (int query = 0; query < size; query++) {
                matrix.copyRow(query, row, 0);
                for (int key = query + 1; key < size; key++) {
                    if (row[key] != 0) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** The chunk as raw deflate data (RFC 1951). */
    byte[] deflated() {
        int queries = layer.queryTokens().size();
        int keys = layer.keyTokens().size();
        int heads = layer.heads().size();
        ByteBuffer maxima = ByteBuffer.allocate(heads * queries * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int perHead = causal ? queries * (queries + 1) / 2 : queries * keys;
        byte[] bytes = new byte[Math.multiplyExact(heads, perHead)];
        float[] row = new float[keys];
        int at = 0;
        for (int head : layer.heads()) {
            AttentionMatrix matrix = layer.matrix(head);
            for (int query = 0; query < queries; query++) {
                matrix.copyRow(query, row, 0);
                int length = causal ? query + 1 : keys;
                float largest = 0;
                for (int key = 0; key < length; key++) {
                    largest = Math.max(largest, row[key]);
                }
                maxima.putFloat(largest);
                float scale = largest > 0 ? 255 / largest : 0;
                for (int key = 0; key < length; key++) {
                    bytes[at++] = (byte) (int) (Math.max(0, row[key]) * scale + 0.5f);
                }
            }
        }
        return deflate(maxima.array(), bytes);
    }

    private static byte[] deflate(byte[] first, byte[] second) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        ByteArrayOutputStream out = new ByteArrayOutputStream(second.length / 2 + 64);
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, deflater, 1 << 16)) {
            deflating.write(first);
            deflating.write(second);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing into memory failed", e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }
}
