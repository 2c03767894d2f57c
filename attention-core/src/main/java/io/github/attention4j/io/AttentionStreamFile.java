package io.github.attention4j.io;

import io.github.attention4j.AttentionBlock;
import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionFileException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.io.internal.BlockWriter;
import io.github.attention4j.io.internal.NpzRowFile;
import io.github.attention4j.io.internal.RowFile;
import io.github.attention4j.io.internal.SafetensorsRowFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Attention that is larger than memory, straight into a file: rows are extracted block by block and written where they
 * belong. {@link AttentionNpz#map} and {@link AttentionSafetensors#map} read such a file without loading it.
 */
public final class AttentionStreamFile {
    private AttentionStreamFile() {}

    /**
     * Extracts into a file; on failure the file is as it was.
     *
     * @param file where to; an ending of {@code .safetensors} chooses that format, any other npz without compression
     * @param extractor runs the model
     * @param request the input and how much of its attention is wanted; weights only
     * @param blockRows the most query rows that are in memory at a time; see {@link AttentionExtractor#stream}
     * @param progress called with each block when it is in the file; {@code rowsDone} of {@code rowsTotal} are written
     * @throws AttentionFileException if the file cannot be written
     * @throws io.github.attention4j.InvalidRequestException if the request selects query rows, or wants more than
     *     weights
     */
    public static void write(
            Path file,
            AttentionExtractor extractor,
            AttentionRequest request,
            int blockRows,
            Consumer<AttentionBlock> progress) {
        try {
            AtomicFile.writeScattered(file, channel -> {
                RowFile rows = isSafetensors(file)
                        ? new SafetensorsRowFile(channel, extractor.sites().size())
                        : new NpzRowFile(channel);
                fill(channel, rows, block -> extractor.stream(request, blockRows, block.andThen(progress)));
            });
        } catch (IOException e) {
            throw new AttentionFileException("Cannot write " + file, e);
        }
    }

    private static boolean isSafetensors(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors");
    }

    private static void fill(FileChannel channel, RowFile rows, Consumer<Consumer<AttentionBlock>> stream)
            throws IOException {
        BlockWriter writer = new BlockWriter(channel, rows);
        try {
            stream.accept(block -> {
                try {
                    writer.write(block);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        rows.finish();
    }
}
