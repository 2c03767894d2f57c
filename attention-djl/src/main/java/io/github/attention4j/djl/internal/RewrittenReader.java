package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.djl.OutputPart;
import io.github.attention4j.djl.script.RewrittenScript;
import io.github.attention4j.djl.script.ScriptOutput;
import io.github.attention4j.djl.script.ScriptSite;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the outputs of a rewritten model: the last one says what those before it are. What the source left open,
 * whether a mask from outside lets tokens look ahead, the first run shows that is long enough to show it.
 */
public final class RewrittenReader implements OutputReader {
    /** With two tokens a decoder's attention differs from an encoder's by a single number. */
    private static final int LONG_ENOUGH = 3;

    private final RewrittenScript script;
    private final Map<Integer, AttentionKind> settled = new ConcurrentHashMap<>();

    /**
     * A reader.
     *
     * @param script the model that will be run
     */
    public RewrittenReader(RewrittenScript script) {
        this.script = script;
    }

    @Override
    public OutputRoles read(ModelRun run) {
        List<ModelOutput> all = run.outputs();
        int end = all.size() - 1;
        long[] codes = all.get(end).integers();
        if (codes.length == 0) {
            throw new AttentionNotFoundException(
                    "The model took a way on which it computes no attention; it can compute that of " + script.sites());
        }
        Map<Integer, OutputRole> roles = new HashMap<>();
        Map<OutputPart, Map<AttentionKind, Integer>> counts = new EnumMap<>(OutputPart.class);
        for (int i = 0; i < codes.length; i++) {
            int position = end - codes.length + i;
            ScriptOutput output = script.output(codes[i]);
            OutputPart part = part(output);
            if (part == OutputPart.WEIGHTS) {
                settle(output.site(), all.get(position), run.batch());
            }
        }
        for (int i = 0; i < codes.length; i++) {
            ScriptOutput output = script.output(codes[i]);
            OutputPart part = part(output);
            AttentionKind kind =
                    settled.getOrDefault(output.site().index(), output.site().kind());
            // A site in a loop gives a layer a round: layers are numbered as they come.
            int layer = counts.computeIfAbsent(part, key -> new EnumMap<>(AttentionKind.class))
                            .merge(kind, 1, Integer::sum)
                    - 1;
            roles.put(end - codes.length + i, new OutputRole(part, kind, layer));
        }
        return OutputRoles.byPosition(roles);
    }

    private static OutputPart part(ScriptOutput output) {
        return switch (output.part()) {
            case WEIGHTS -> OutputPart.WEIGHTS;
            case QUERIES -> OutputPart.QUERIES;
            case KEYS -> OutputPart.KEYS;
            case VALUES -> OutputPart.VALUES;
        };
    }

    private void settle(ScriptSite site, ModelOutput weights, int batch) {
        Layout layout = Layout.of(weights, batch);
        if (site.kindIsCertain()
                || settled.containsKey(site.index())
                || layout == null
                || layout.rows() < LONG_ENOUGH
                || layout.columns() < LONG_ENOUGH) {
            return;
        }
        boolean causal = Form.of(weights.floats(), layout) == Form.CAUSAL;
        settled.put(site.index(), causal ? AttentionKind.DECODER : site.kind());
    }
}
