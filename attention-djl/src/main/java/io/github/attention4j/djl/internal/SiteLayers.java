package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.djl.script.ScriptSite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which layers the sites of a model are. Immutable. */
final class SiteLayers {
    private final Map<Integer, LayerKey> layers;

    private record Numbered(AttentionKind kind, int layer) {}

    private SiteLayers(Map<Integer, LayerKey> layers) {
        this.layers = layers;
    }

    /**
     * The layers, or null as long as a run has to tell: sites in a loop are as many layers as there are rounds, and of
     * some the kind is still open.
     *
     * @param all all sites of a model, in the order of the computation
     * @param settled what runs showed of kinds and learned queries, by the sites' numbers
     * @param poolings sites that are no layers, as runs showed
     */
    static @Nullable SiteLayers of(List<ScriptSite> all, Map<Integer, AttentionKind> settled, Set<Integer> poolings) {
        List<ScriptSite> sites =
                all.stream().filter(site -> !poolings.contains(site.index())).toList();
        // Alternatives of which a run takes one share a number; what is known of one holds for the other.
        Map<Numbered, AttentionKind> kinds = new HashMap<>();
        for (ScriptSite site : sites) {
            boolean known = site.kindIsCertain() && !site.learnedQueries();
            AttentionKind kind = known ? site.kind() : settled.get(site.index());
            if (kind != null) {
                kinds.put(new Numbered(site.kind(), site.layer()), kind);
            }
        }
        Map<AttentionKind, List<Numbered>> order = new EnumMap<>(AttentionKind.class);
        Map<Integer, LayerKey> layers = new HashMap<>();
        for (ScriptSite site : sites) {
            Numbered numbered = new Numbered(site.kind(), site.layer());
            AttentionKind kind = kinds.get(numbered);
            if (site.repeated() || kind == null) {
                return null;
            }
            List<Numbered> before = order.computeIfAbsent(kind, key -> new ArrayList<>());
            if (!before.contains(numbered)) {
                before.add(numbered);
            }
            layers.put(site.index(), new LayerKey(kind, before.indexOf(numbered)));
        }
        return new SiteLayers(Map.copyOf(layers));
    }

    Collection<LayerKey> all() {
        return layers.values();
    }

    boolean isWanted(ScriptSite site, AttentionRequest request) {
        LayerKey layer = layers.get(site.index());
        return layer != null && layer.isWanted(request);
    }

    LayerKey of(ScriptSite site) {
        LayerKey layer = layers.get(site.index());
        if (layer == null) {
            throw new IllegalArgumentException("Not a site of this model: " + site);
        }
        return layer;
    }
}
