package io.github.attention4j.onnx.internal;

import io.github.attention4j.ModelFormatException;
import io.github.attention4j.onnx.graph.OnnxModel;
import io.github.attention4j.onnx.graph.OnnxModelReader;
import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.rewrite.ModelEdit;
import io.github.attention4j.onnx.graph.rewrite.ModelWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model's structure and where its weights lie.
 *
 * @param name what reports call it
 * @param model the structure
 * @param file the file it was read from, or null if it came as bytes
 */
public record ModelFile(String name, OnnxModel model, @Nullable Path file) {
    /**
     * Reads the structure of a file; weights are not read.
     *
     * @param path the file
     * @return the model
     * @throws ModelFormatException if the file is missing or not an ONNX model
     */
    public static ModelFile of(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new ModelFormatException("There is no model file " + path);
        }
        try (FileChannel channel = FileChannel.open(path)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new ModelFormatException("The model file " + path + " is larger than the 2 GB that an ONNX file "
                        + "may have; larger models keep their weights in files beside it");
            }
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return new ModelFile(String.valueOf(path.getFileName()), read(bytes, path.toString()), path);
        } catch (IOException e) {
            throw new ModelFormatException("Cannot read the model file " + path, e);
        }
    }

    /**
     * Reads the structure of a model in memory.
     *
     * @param name what reports call it
     * @param bytes the whole model; the caller must not change them
     * @return the model
     * @throws ModelFormatException if the bytes are not an ONNX model
     */
    public static ModelFile of(String name, byte[] bytes) {
        return new ModelFile(name, read(ByteBuffer.wrap(bytes), name), null);
    }

    private static OnnxModel read(ByteBuffer bytes, String name) {
        try {
            return OnnxModelReader.read(bytes);
        } catch (ModelFormatException e) {
            throw new ModelFormatException("Cannot read " + name + ": " + e.getMessage(), e);
        }
    }

    /** The rewritten model; small where its weights can stay where they are. */
    byte[] rewritten(ModelEdit edit) {
        Path original = original();
        return original == null || keepsWeightsBeside()
                ? ModelWriter.writeWhole(model, edit)
                : ModelWriter.writeReferring(model, edit, String.valueOf(original.getFileName()));
    }

    /** The folder that the rewritten model's references to weights start from; null if there are none. */
    @Nullable
    Path weightsFolder() {
        Path original = original();
        return original == null ? null : original.getParent();
    }

    /**
     * Engines refuse references that lead out of the model's folder, as links in model caches do; weights in the
     * model's own file are referred to behind the link. Files beside the model are looked for beside the link.
     */
    private @Nullable Path original() {
        if (file == null) {
            return null;
        }
        try {
            return keepsWeightsBeside() ? file.toAbsolutePath() : file.toRealPath();
        } catch (IOException e) {
            throw new ModelFormatException("The model file " + file + " is gone", e);
        }
    }

    private boolean keepsWeightsBeside() {
        return model.graph().initializers().values().stream().anyMatch(StoredTensor::external);
    }
}
