package io.github.attention4j.io;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.AttentionResult;
import java.nio.file.Path;

/** A result as a safetensors file, with the same arrays under the same names as in an {@link AttentionNpz}. */
public final class AttentionSafetensors {
    private AttentionSafetensors() {}

    /**
     * Writes a result; on failure the file is as it was.
     *
     * @param file where to
     * @param result the result
     * @throws AttentionFileException if the file cannot be written
     */
    public static void write(Path file, AttentionResult result) {
        Safetensors.write(file, AttentionArrays.of(result));
    }

    /**
     * Reads a result.
     *
     * @param file a safetensors file of the form that {@link #write} writes
     * @param tokens its tokens; positions stand in for tokens of another number than rows or columns
     * @return the result
     * @throws AttentionFileException if the file cannot be read, or there is no attention in it
     */
    public static AttentionResult read(Path file, TokensJson tokens) {
        return AttentionArrays.result(Safetensors.read(file), tokens, file);
    }

    /**
     * A result whose numbers stay in the file and are brought in when they are looked at; see {@link Safetensors#map}.
     *
     * @param file a safetensors file, as {@link #write} and {@link AttentionStreamFile} write it
     * @param tokens its tokens; positions stand in for tokens of another number than rows or columns
     * @return the result
     * @throws AttentionFileException if the file cannot be mapped, or there is no attention in it
     */
    public static AttentionResult map(Path file, TokensJson tokens) {
        return AttentionArrays.result(Safetensors.map(file), tokens, file);
    }
}
