package io.github.attention4j.render.internal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes chunks on several threads and hands them on in order; no more than a few exist at a time. */
final class ChunkMaker {
    private static final int MOST_THREADS = 4;

    interface Taker {
        void take(int block, int chunk, byte[] deflated) throws IOException;
    }

    private record Place(int block, int chunk) {}

    private ChunkMaker() {}

    static void make(List<Block> blocks, Taker taker) throws IOException {
        List<Place> places = new ArrayList<>();
        for (int block = 0; block < blocks.size(); block++) {
            for (int chunk = 0; chunk < blocks.get(block).size(); chunk++) {
                places.add(new Place(block, chunk));
            }
        }
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService workers = Executors.newFixedThreadPool(threads, ChunkMaker::thread);
        try {
            Queue<Future<byte[]>> underway = new ArrayDeque<>();
            int asked = 0;
            for (Place place : places) {
                for (; asked < places.size() && underway.size() <= 2 * threads; asked++) {
                    Place next = places.get(asked);
                    underway.add(workers.submit(() -> blocks.get(next.block()).chunk(next.chunk())));
                }
                taker.take(place.block(), place.chunk(), finished(underway.remove()));
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "attention-page");
        thread.setDaemon(true);
        return thread;
    }

    private static byte[] finished(Future<byte[]> chunk) throws IOException {
        try {
            return chunk.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the page was being made", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
