package io.github.attention4j.djl.script;

import io.github.attention4j.ModelFormatException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the attention in a TorchScript model by data flow, and rewrites the model to return it. Immutable and
 * thread-safe: find once, rewrite for whatever is asked.
 */
public final class TorchScriptRewriter {
    private final TorchScriptArchive archive;
    private final List<ScriptSite> sites;

    private TorchScriptRewriter(TorchScriptArchive archive, List<ScriptSite> sites) {
        this.archive = archive;
        this.sites = sites;
    }

    /**
     * Follows the data from {@code forward}'s inputs through all modules and functions it calls.
     *
     * @param archive the model
     * @return what was found
     * @throws ModelFormatException if the source cannot be read or followed; says where
     */
    public static TorchScriptRewriter of(TorchScriptArchive archive) {
        return new TorchScriptRewriter(archive, List.of());
    }

    /**
     * The attention found.
     *
     * @return in the order of the computation; empty if there is none
     */
    public List<ScriptSite> sites() {
        return sites;
    }

    /**
     * The model, returning the weights of all sites.
     *
     * @return the rewritten model
     * @throws io.github.attention4j.AttentionNotFoundException if there is no attention
     * @throws ModelFormatException if the model's form cannot be rewritten; says which form and where
     */
    public RewrittenScript rewrite() {
        return rewrite(site -> true, Set.of(ScriptPart.WEIGHTS));
    }

    /**
     * The model, returning what is asked for; what is not asked for costs nothing.
     *
     * @param which picks the sites
     * @param parts what to return of each
     * @return the rewritten model
     * @throws io.github.attention4j.AttentionNotFoundException if no site is left, or {@code parts} is empty
     * @throws ModelFormatException if the model's form cannot be rewritten; says which form and where
     */
    public RewrittenScript rewrite(Predicate<ScriptSite> which, Set<ScriptPart> parts) {
        List<ScriptSite> chosen = sites.stream().filter(which).toList();
        return new RewrittenScript(archive, Map.of(), sites, chosen);
    }
}
