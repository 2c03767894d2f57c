package io.github.attention4j.io;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;

/**
 * A result as an npz file: float32 arrays {@code encoder_0}, {@code decoder_0}, {@code cross_0}, …
 * {@code [1, heads, queries, keys]} (windows first where a layer
 * has several) by kind and the model's own layer number; {@code encoder_query_0},
 * {@code encoder_key_0}, {@code encoder_value_0} {@code [1, heads, tokens, dimension]} where vectors were extracted;
 * the model's own outputs under {@code output:NAME}. Tokens go into a {@link TokensJson} beside it.
 *
 * <p>The file holds numbers only: a result read back has heads numbered from 0 and rows that are taken for
 * distributions, also where heads were selected or reduced before it was written.
 */
public final class AttentionNpz {
    private AttentionNpz() {}

    /**
     * Writes a result; on failure the file is as it was.
     *
     * @param file where to
     * @param result the result
     * @throws AttentionFileException if the file cannot be written
     */
    public static void write(Path file, AttentionResult result) {
        Npz.write(file, arrays(result));
    }

    /**
     * The arrays of a result by name.
     *
     * @param result the result
     * @return what {@link #write} writes
     */
    public static Map<String, Tensor> arrays(AttentionResult result) {
        return AttentionArrays.of(result);
    }

    /**
     * Reads a result.
     *
     * @param file an npz file of the form that {@link #write} writes
     * @param tokens its tokens; positions stand in for tokens of another number than rows or columns
     * @return the result
     * @throws AttentionFileException if the file cannot be read, or there is no attention in it
     */
    public static AttentionResult read(Path file, TokensJson tokens) {
        return AttentionArrays.result(Npz.read(file), tokens, file);
    }

    /**
     * A result whose numbers stay in the file and are brought in when they are looked at; see {@link Npz#map}.
     *
     * @param file an npz file without compression, such as {@link AttentionStreamFile} writes
     * @param tokens its tokens; positions stand in for tokens of another number than rows or columns
     * @return the result
     * @throws AttentionFileException if the file cannot be mapped, or there is no attention in it
     */
    public static AttentionResult map(Path file, TokensJson tokens) {
        return AttentionArrays.result(Npz.map(file), tokens, file);
    }
}
