package io.github.attention4j.djl.internal;

import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code forward} of a TorchScript file takes and returns, read off the source in the archive: engines tell
 * neither. Immutable.
 */
public final class TorchScriptSignature {
    /** The first global of the pickled module is its own class. */
    private static final Pattern TOP_CLASS = Pattern.compile("c(__torch__[\\w.]*)\n(\\w+)\n");

    private static final int FIRST_BYTES = 4096;

    private final List<String> inputs;
    private final String returned;

    /**
     * Some of the outputs, as the engine returns them.
     *
     * @param first the first position
     * @param end behind the last position
     */
    public record Range(int first, int end) {}

    private TorchScriptSignature(List<String> inputs, String returned) {
        this.inputs = inputs;
        this.returned = returned;
    }

    /**
     * Reads a file.
     *
     * @param file a file written by {@code torch.jit.save}
     * @return its signature; without inputs where the source is of a form that is not understood
     * @throws ModelFormatException if it is not TorchScript; says what it is instead where that can be seen
     */
    public static TorchScriptSignature read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry pickle = zip.stream()
                    .filter(entry -> entry.getName().endsWith("/data.pkl"))
                    .findFirst()
                    .orElseThrow(() -> notTorchScript(file, "a zip archive without a module in it (data.pkl)", null));
            String root = pickle.getName().substring(0, pickle.getName().length() - "data.pkl".length());
            if (zip.getEntry(root + "constants.pkl") == null) {
                throw notTorchScript(file, "written by torch.save: a state dict or a pickled module", null);
            }
            Matcher top = TOP_CLASS.matcher(firstBytes(zip, pickle));
            if (!top.find()) {
                throw notTorchScript(file, "an archive whose data.pkl names no module", null);
            }
            ZipEntry source = zip.getEntry(root + "code/" + top.group(1).replace('.', '/') + ".py");
            return source == null
                    ? new TorchScriptSignature(List.of(), "")
                    : parse(
                            new String(zip.getInputStream(source).readAllBytes(), StandardCharsets.UTF_8),
                            top.group(2));
        } catch (ZipException e) {
            throw notTorchScript(file, "no zip archive, or one cut short", e);
        } catch (IOException e) {
            throw new ModelFormatException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static String firstBytes(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readNBytes(FIRST_BYTES), StandardCharsets.ISO_8859_1);
        }
    }

    private static ModelFormatException notTorchScript(Path file, String found, @Nullable Exception cause) {
        return new ModelFormatException(
                file + " is not TorchScript but " + found
                        + ". Expected a file written by torch.jit.save(torch.jit.trace(model, …)) or torch.jit.script",
                cause);
    }

    /** Reads the source of one class. */
    static TorchScriptSignature parse(String source, String name) {
        int start = source.indexOf("class " + name + "(Module):");
        Matcher forward = Pattern.compile("def forward\\(self[^,)]*,?(.*?)\\) -> ([^\n]*):\n", Pattern.DOTALL)
                .matcher(source);
        if (start < 0 || !forward.find(start)) {
            return new TorchScriptSignature(List.of(), "");
        }
        List<String> names = new ArrayList<>();
        for (String argument : split(forward.group(1))) {
            String[] typed = argument.split(":", 2);
            // Optional arguments may be left out; whoever wants to give them says so with inputs(…).
            if (typed.length < 2 || !typed[1].strip().equals("Tensor")) {
                break;
            }
            // A rewritten model takes what is wanted of it in front of its own inputs.
            if (!typed[0].strip().startsWith("attention4j")) {
                names.add(typed[0].strip());
            }
        }
        return new TorchScriptSignature(List.copyOf(names), forward.group(2).strip());
    }

    /** The parts between commas that are in no brackets. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        if (!text.substring(from).isBlank()) {
            parts.add(text.substring(from));
        }
        return parts;
    }

    /**
     * The names of the tensors that the model takes.
     *
     * @return in their order; those that may be left out and what follows them are missing
     */
    public List<String> inputs() {
        return inputs;
    }

    /**
     * Where an element of the returned tuple is among the flat outputs.
     *
     * @param element its index, zero-based
     * @param outputs how many outputs there are
     * @return the positions of its tensors
     * @throws InvalidRequestException if the type that the model returns does not tell
     */
    public Range element(int element, int outputs) {
        List<String> elements = returned.startsWith("Tuple[")
                ? split(returned.substring("Tuple[".length(), returned.length() - 1))
                : List.of();
        List<Integer> counts =
                elements.stream().map(TorchScriptSignature::count).toList();
        int known = counts.stream().mapToInt(count -> Math.max(count, 0)).sum();
        boolean tells = element < counts.size()
                && counts.stream().filter(count -> count < 0).count() <= 1
                && known <= outputs;
        if (!tells) {
            throw new InvalidRequestException("The model returns " + (returned.isEmpty() ? "an unknown type" : returned)
                    + " as " + outputs + " tensors, which does not tell where element " + element
                    + " is. Say the outputs by their positions with outputs(o -> o.positions(first, last, kind))");
        }
        List<Integer> sizes = counts.stream()
                .map(count -> count < 0 ? outputs - known : count)
                .toList();
        int first = sizes.subList(0, element).stream().mapToInt(size -> size).sum();
        return new Range(first, first + sizes.get(element));
    }

    /** The number of tensors in a value of some type, or -1 where only a run can tell. */
    private static int count(String type) {
        String stripped = type.strip();
        if (stripped.startsWith("Tuple[")) {
            int sum = 0;
            for (String part : split(stripped.substring("Tuple[".length(), stripped.length() - 1))) {
                int count = count(part);
                if (count < 0) {
                    return -1;
                }
                sum += count;
            }
            return sum;
        }
        return stripped.equals("Tensor") ? 1 : -1;
    }
}
