package io.github.attention4j.analysis.corpus;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.io.AtomicFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a corpus through a model into an accumulator, chunk by chunk. Only a chunk's texts and the accumulators are in
 * memory. After each chunk the state goes into a checkpoint file; a run that finds one goes on from there, and ends with
 * the very numbers of a run that was never interrupted. Not thread-safe.
 *
 * @param <A> what gathers the numbers
 */
public final class CorpusRun<A extends CorpusAccumulator<A>> {
    private static final Logger LOG = LoggerFactory.getLogger(CorpusRun.class);
    private static final int VERSION = 0x41344a02;

    private final Supplier<A> empty;
    private final Function<String, AttentionResult> extraction;
    private @Nullable Path checkpoint;
    private int chunkSize = 100;
    private boolean parallel;
    private Consumer<CorpusProgress> progress = it -> LOG.info("{} inputs, {} per second", it.done(), it.perSecond());

    /**
     * A run.
     *
     * @param empty makes an accumulator without inputs; called once per thread and chunk
     * @param extraction gives the attention of one text; thread-safe if the run is parallel
     */
    public CorpusRun(Supplier<A> empty, Function<String, AttentionResult> extraction) {
        this.empty = empty;
        this.extraction = extraction;
    }

    /**
     * Where to keep the state; without this call nowhere.
     *
     * @param file written after each chunk, whole or not at all; read first if it exists
     * @return this run
     */
    public CorpusRun<A> checkpoint(Path file) {
        this.checkpoint = file;
        return this;
    }

    /**
     * How many inputs make a chunk; without this call 100.
     *
     * @param inputs at least 1
     * @return this run
     * @throws IllegalArgumentException if it is less than 1
     */
    public CorpusRun<A> chunkSize(int inputs) {
        if (inputs < 1) {
            throw new IllegalArgumentException("A chunk has at least one input, not " + inputs);
        }
        this.chunkSize = inputs;
        return this;
    }

    /**
     * Shares each chunk out among the threads of the common pool; the numbers are the same.
     *
     * @return this run
     */
    public CorpusRun<A> parallel() {
        this.parallel = true;
        return this;
    }

    /**
     * Who is told after each chunk; without this call the log.
     *
     * @param listener called on the thread that runs
     * @return this run
     */
    public CorpusRun<A> progress(Consumer<CorpusProgress> listener) {
        this.progress = listener;
        return this;
    }

    /**
     * Takes in all inputs that no earlier run has taken in.
     *
     * @param corpus the texts, the same ones in the same order as in the runs before
     * @return the numbers of the whole corpus
     * @throws AttentionFileException if the checkpoint cannot be read or written, or belongs to another corpus
     */
    public A run(Iterable<String> corpus) {
        long start = System.nanoTime();
        A state = empty.get();
        Iterator<String> inputs = corpus.iterator();
        Seen seen = resume(state, inputs);
        long resumed = seen.count;
        while (inputs.hasNext()) {
            List<String> chunk = new ArrayList<>(chunkSize);
            while (chunk.size() < chunkSize && inputs.hasNext()) {
                chunk.add(inputs.next());
            }
            state.merge(gather(chunk, seen.count));
            chunk.forEach(seen::add);
            save(state, seen);
            progress.accept(new CorpusProgress(seen.count, resumed, Duration.ofNanos(System.nanoTime() - start)));
        }
        return state;
    }

    private A gather(List<String> chunk, long first) {
        IntStream places = IntStream.range(0, chunk.size());
        return (parallel ? places.parallel() : places)
                .boxed()
                .collect(
                        empty,
                        (state, place) ->
                                state.add(first + place, chunk.get(place), extraction.apply(chunk.get(place))),
                        CorpusAccumulator::merge);
    }

    /** Which inputs were taken in, by number and fingerprint. */
    private static final class Seen {
        private long count;
        private long fingerprint;

        private void add(String input) {
            count++;
            for (int i = 0; i < input.length(); i++) {
                fingerprint = fingerprint * 31 + input.charAt(i);
            }
            // Inputs cut at other places are other inputs.
            fingerprint = fingerprint * 1_000_003 + input.length();
        }
    }

    private Seen resume(A state, Iterator<String> inputs) {
        Seen seen = new Seen();
        Path file = checkpoint;
        if (file == null || !Files.exists(file)) {
            return seen;
        }
        long count;
        long fingerprint;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != VERSION) {
                throw new IOException("not a checkpoint, or of another version");
            }
            count = in.readLong();
            fingerprint = in.readLong();
            state.readFrom(in);
        } catch (IOException e) {
            throw new AttentionFileException(
                    "Cannot resume from " + file + ": " + e.getMessage() + "; delete it to begin again", e);
        }
        while (seen.count < count && inputs.hasNext()) {
            seen.add(inputs.next());
        }
        if (seen.count != count || seen.fingerprint != fingerprint) {
            throw new AttentionFileException("The checkpoint " + file + " is of another corpus: its first " + count
                    + " inputs are not those given now; delete it to begin again");
        }
        return seen;
    }

    private void save(A state, Seen seen) {
        Path file = checkpoint;
        if (file == null) {
            return;
        }
        try {
            AtomicFile.write(file, out -> {
                DataOutputStream data = new DataOutputStream(out);
                data.writeInt(VERSION);
                data.writeLong(seen.count);
                data.writeLong(seen.fingerprint);
                state.writeTo(data);
                data.flush();
            });
        } catch (IOException e) {
            throw new AttentionFileException("Cannot write the checkpoint " + file, e);
        }
    }
}
