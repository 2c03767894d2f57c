package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.djl.OutputPart;
import io.github.attention4j.djl.script.RewrittenScript;
import io.github.attention4j.djl.script.ScriptOutput;
import io.github.attention4j.djl.script.ScriptPart;
import io.github.attention4j.djl.script.ScriptSite;
import io.github.attention4j.tensor.Tensor;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the outputs of a model that was rewritten; the last one says what those before it are.
 * What the source left open, whether a mask from outside lets tokens look ahead, the first run shows that is long enough
 * to show it. From then on only the layers that are
 * asked for are wanted of a model that is told what is wanted.
 */
public final class RewrittenReader implements OutputReader {
    /** With two tokens a decoder's attention differs from an encoder's by a single number. */
    private static final int LONG_ENOUGH = 3;

    private final RewrittenScript script;
    private final Map<Integer, AttentionKind> settled = new ConcurrentHashMap<>();
    private final Set<Integer> poolings = ConcurrentHashMap.newKeySet();
    private final Map<LayerKey, ScriptSite> seen = new ConcurrentHashMap<>();
    private volatile @Nullable SiteLayers layers;

    /**
     * A reader.
     *
     * @param script the model that will be run
     */
    public RewrittenReader(RewrittenScript script) {
        this.script = script;
        this.layers = SiteLayers.of(script.sites(), settled, poolings);
    }

    @Override
    public @Nullable Tensor demand(List<AttentionRequest> requests) {
        if (!script.isOnDemand()) {
            return null;
        }
        SiteLayers known = layers;
        boolean[] wanted = new boolean[script.codes()];
        for (AttentionRequest request : requests) {
            if (known != null) {
                LayerKey.require(request, known.all());
            }
            for (ScriptSite site : script.sites()) {
                if (known == null || known.isWanted(site, request)) {
                    for (ScriptPart part : ScriptPart.values()) {
                        boolean asked = part == ScriptPart.WEIGHTS || request.vectors();
                        wanted[(int) RewrittenScript.code(site, part)] |= asked;
                    }
                }
            }
        }
        return Tensor.ofBooleans(wanted, wanted.length);
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
        int first = end - codes.length;
        for (int i = 0; i < codes.length; i++) {
            ScriptOutput output = script.output(codes[i]);
            if (output.part() == ScriptPart.WEIGHTS) {
                settle(output.site(), all.get(first + i), run.batch());
            }
        }
        SiteLayers known = layers == null ? SiteLayers.of(script.sites(), settled, poolings) : layers;
        layers = known;
        Map<Integer, OutputRole> roles = new HashMap<>();
        Set<Integer> hidden = new HashSet<>(Set.of(end));
        Map<OutputPart, Map<AttentionKind, Integer>> counts = new EnumMap<>(OutputPart.class);
        for (int i = 0; i < codes.length; i++) {
            ScriptOutput output = script.output(codes[i]);
            if (poolings.contains(output.site().index())) {
                hidden.add(first + i);
                continue;
            }
            OutputPart part = part(output);
            LayerKey layer = known == null ? next(output, part, counts) : known.of(output.site());
            seen.put(layer, output.site());
            roles.put(first + i, new OutputRole(part, layer.kind(), layer.number()));
        }
        if (roles.isEmpty()) {
            throw new AttentionNotFoundException(
                    "The model pools tokens by a single learned query, which is no attention "
                            + "between tokens, and has no other attention: " + script.sites());
        }
        return OutputRoles.byPosition(roles, hidden);
    }

    /** A site in a loop gives a layer a round: layers are numbered as they come. */
    private LayerKey next(ScriptOutput output, OutputPart part, Map<OutputPart, Map<AttentionKind, Integer>> counts) {
        AttentionKind kind =
                settled.getOrDefault(output.site().index(), output.site().kind());
        int count = counts.computeIfAbsent(part, key -> new EnumMap<>(AttentionKind.class))
                .merge(kind, 1, Integer::sum);
        return new LayerKey(kind, count - 1);
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
        if (layout == null || settled.containsKey(site.index())) {
            return;
        }
        if (site.learnedQueries()) {
            if (layout.rows() == 1) {
                poolings.add(site.index());
            } else {
                settled.put(site.index(), site.kind());
            }
        } else if (!site.kindIsCertain() && layout.rows() >= LONG_ENOUGH && layout.columns() >= LONG_ENOUGH) {
            boolean causal = Form.of(weights.floats(), layout) == Form.CAUSAL;
            settled.put(site.index(), causal ? AttentionKind.DECODER : site.kind());
        }
    }

    @Override
    public AttentionSite site(AttentionLayer layer) {
        ScriptSite site = seen.get(new LayerKey(layer.kind(), layer.number()));
        if (site == null) {
            return OutputReader.super.site(layer);
        }
        String place = site.module().isEmpty() ? site.source() : site.module() + " (" + site.source() + ")";
        return new AttentionSite(layer.kind(), layer.number(), layer.heads().size(), site.operator(), place);
    }
}
