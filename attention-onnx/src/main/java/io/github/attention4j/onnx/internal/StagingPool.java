package io.github.attention4j.onnx.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.TreeMap;

/**
 * Direct buffers that the engine writes into, kept for the next run: fresh direct memory costs more than the copy out
 * of it, as the system hands it out page by page, zeroed. Thread-safe.
 */
final class StagingPool {
    private static final int GRANULE = 1 << 16;
    private static final long MOST_IDLE_BYTES = 512L << 20;

    private final TreeMap<Integer, ArrayDeque<ByteBuffer>> idle = new TreeMap<>();
    private long idleBytes;

    /** A buffer of at least some bytes, in native order, limited to them. */
    synchronized ByteBuffer borrow(int bytes) {
        // A buffer much larger than asked for is kept for a run that needs it.
        var fitting = idle.ceilingEntry(bytes);
        if (fitting != null && fitting.getKey() <= Math.max(bytes * 2L, GRANULE)) {
            ByteBuffer buffer = fitting.getValue().pop();
            idleBytes -= buffer.capacity();
            if (fitting.getValue().isEmpty()) {
                idle.remove(fitting.getKey());
            }
            return buffer.clear().limit(bytes);
        }
        long rounded = (bytes + GRANULE - 1L) / GRANULE * GRANULE;
        int capacity = (int) Math.min(rounded, Integer.MAX_VALUE - 8);
        return ByteBuffer.allocateDirect(Math.max(capacity, bytes))
                .order(ByteOrder.nativeOrder())
                .limit(bytes);
    }

    synchronized void giveBack(ByteBuffer buffer) {
        if (idleBytes + buffer.capacity() <= MOST_IDLE_BYTES) {
            idle.computeIfAbsent(buffer.capacity(), size -> new ArrayDeque<>()).push(buffer);
            idleBytes += buffer.capacity();
        }
    }
}
