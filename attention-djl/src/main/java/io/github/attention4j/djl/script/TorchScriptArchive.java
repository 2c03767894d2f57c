package io.github.attention4j.djl.script;

import io.github.attention4j.ModelFormatException;
import io.github.attention4j.djl.script.internal.zip.ZipDirectory;
import io.github.attention4j.djl.script.internal.zip.ZipEntryRecord;
import io.github.attention4j.djl.script.internal.zip.ZipSource;
import io.github.attention4j.djl.script.internal.zip.ZipTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A TorchScript file: a zip archive of source, tensors and constants, of which only the source is read. Immutable. */
public final class TorchScriptArchive {
    private static final String SOURCE = ".py";
    /** Where in the source an instruction comes from; wrong once the source has changed, and for messages only. */
    private static final String DEBUG = ".debug_pkl";
    /** Far more than the source of any model; more would be a zip bomb. */
    private static final long LONGEST_SOURCE = 64L << 20;

    private static final int LONGEST_NAME = 4096;

    private final Path file;
    private final String root;
    private final List<ZipEntryRecord> entries;
    private final Map<String, String> sources;
    private final String topClass;

    private TorchScriptArchive(
            Path file, String root, List<ZipEntryRecord> entries, Map<String, String> sources, String topClass) {
        this.file = file;
        this.topClass = topClass;
        this.root = root;
        this.entries = entries;
        this.sources = sources;
    }

    /**
     * Reads the table of contents and the source; the tensors stay in the file, which must not change meanwhile.
     *
     * @param file a file written by {@code torch.jit.save}
     * @return the archive
     * @throws ModelFormatException if it is missing, cut short, or not TorchScript
     */
    public static TorchScriptArchive read(Path file) {
        try (ZipSource zip = ZipSource.open(file)) {
            List<ZipEntryRecord> entries = ZipDirectory.read(zip);
            String first = entries.isEmpty() ? "" : entries.get(0).name();
            // PyTorch names the folder after the file, and looks for it in the first entry's name.
            String root = first.substring(0, first.indexOf('/') + 1);
            Map<String, String> sources = new LinkedHashMap<>();
            long left = LONGEST_SOURCE;
            for (ZipEntryRecord entry : entries) {
                String code = root + "code/";
                if (entry.name().startsWith(code) && entry.name().endsWith(SOURCE)) {
                    left -= entry.size();
                    sources.put(
                            entry.name().substring(code.length()),
                            new String(zip.content(entry, Math.max(0, left)), StandardCharsets.UTF_8));
                }
            }
            if (sources.isEmpty()) {
                throw new ModelFormatException("The archive " + file + " holds no TorchScript source (no "
                        + "code/**.py). Expected a file written by torch.jit.save, not a state dict");
            }
            String topClass = topClass(file, zip, entries, root);
            return new TorchScriptArchive(file, root, List.copyOf(entries), Map.copyOf(sources), topClass);
        } catch (IOException e) {
            throw new ModelFormatException("The model file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The pickled model starts with its class: protocol 2, then the opcode {@code c}, package and name in lines. */
    private static String topClass(Path file, ZipSource zip, List<ZipEntryRecord> entries, String root)
            throws IOException {
        for (ZipEntryRecord entry : entries) {
            if (entry.name().equals(root + "data.pkl")) {
                String start = new String(zip.start(entry, LONGEST_NAME), StandardCharsets.ISO_8859_1);
                String[] lines = start.split("\n", 3);
                if (start.startsWith("\u0080\u0002c") && lines.length == 3) {
                    return lines[0].substring(3) + "." + lines[1];
                }
            }
        }
        throw new ModelFormatException("The archive " + file + " does not say which class its model is (data.pkl is "
                + "missing or starts otherwise than expected). Expected a file written by torch.jit.save");
    }

    /**
     * The file.
     *
     * @return as it was given
     */
    public Path file() {
        return file;
    }

    /** The dotted name of the model's class. */
    String topClass() {
        return topClass;
    }

    /** The source files by their path below {@code code/}. */
    Map<String, String> sources() {
        return sources;
    }

    /** Writes the archive with some source files replaced or added. */
    void copyTo(OutputStream out, Map<String, byte[]> changed) throws IOException {
        Map<String, byte[]> left = new LinkedHashMap<>();
        changed.forEach((path, content) -> left.put(root + "code/" + path, content));
        try (ZipSource zip = ZipSource.open(file)) {
            ZipTarget target = new ZipTarget(out);
            for (ZipEntryRecord entry : entries) {
                byte[] content = left.remove(entry.name());
                if (content != null) {
                    target.add(entry.name(), content);
                } else if (!entry.name().endsWith(DEBUG)) {
                    target.add(zip, entry);
                }
            }
            for (Map.Entry<String, byte[]> added : left.entrySet()) {
                target.add(added.getKey(), added.getValue());
            }
            target.finish();
        }
    }
}
