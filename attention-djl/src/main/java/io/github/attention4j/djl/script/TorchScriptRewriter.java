package io.github.attention4j.djl.script;

import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.djl.script.internal.edit.Demand;
import io.github.attention4j.djl.script.internal.edit.Observation;
import io.github.attention4j.djl.script.internal.edit.SourceRewriter;
import io.github.attention4j.djl.script.internal.flow.Graph;
import io.github.attention4j.djl.script.internal.flow.Interpreter;
import io.github.attention4j.djl.script.internal.flow.ModuleType;
import io.github.attention4j.djl.script.internal.flow.Place;
import io.github.attention4j.djl.script.internal.flow.Program;
import io.github.attention4j.djl.script.internal.site.FoundSite;
import io.github.attention4j.djl.script.internal.site.SiteFinder;
import io.github.attention4j.djl.script.internal.source.FunctionSource;
import io.github.attention4j.djl.script.internal.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the attention in a TorchScript model by data flow, and rewrites the model to return it. Immutable and
 * thread-safe: find once, rewrite for whatever is asked.
 *
 * <p>Traced and scripted modules are followed through submodules, shared ones included, functions, tuples, lists and
 * dicts, conditions and loops. Not followed is what the source does not show: submodules behind an interface, objects
 * of script classes, and forks; attention in there is not found.
 */
public final class TorchScriptRewriter {
    private final TorchScriptArchive archive;
    private final List<FoundSite> found;
    private final List<ScriptSite> sites;
    private final List<String> blindSpots;

    private TorchScriptRewriter(TorchScriptArchive archive, List<FoundSite> found, List<String> blindSpots) {
        this.archive = archive;
        this.found = found;
        this.blindSpots = blindSpots;
        List<ScriptSite> described = new ArrayList<>();
        for (FoundSite site : found) {
            described.add(new ScriptSite(
                    described.size(),
                    site.kind(),
                    site.certain(),
                    site.learned(),
                    site.layer(),
                    site.match().operator(),
                    site.match().place().frame().module(),
                    source(site.match().place()),
                    site.match().place().branch().repeats(),
                    site.match().hasVectors()));
        }
        this.sites = List.copyOf(described);
    }

    private static String source(Place place) {
        SourceFile file = place.frame().file();
        long line = file.text()
                        .substring(0, place.call().start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        return "code/" + file.path() + ":" + line;
    }

    /**
     * Follows the data from {@code forward}'s inputs through all modules and functions it calls.
     *
     * @param archive the model
     * @return what was found
     * @throws ModelFormatException if the source cannot be read or followed; says where
     */
    public static TorchScriptRewriter of(TorchScriptArchive archive) {
        Program program = new Program(archive.sources());
        ModuleType top = program.type(archive.topClass());
        FunctionSource forward = top == null ? null : top.source().method("forward");
        if (top == null || forward == null || forward.parameters().isEmpty()) {
            throw new ModelFormatException("The archive " + archive.file() + " has no method forward in its top class "
                    + archive.topClass() + "; a model that is called by other methods only cannot be rewritten");
        }
        Graph graph = Interpreter.follow(program, top, forward);
        return new TorchScriptRewriter(archive, SiteFinder.find(graph), graph.blindSpots());
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
     * @throws AttentionNotFoundException if there is no attention
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
     * @throws AttentionNotFoundException if no site is left, or {@code parts} is empty
     * @throws ModelFormatException if the model's form cannot be rewritten; says which form and where
     */
    public RewrittenScript rewrite(Predicate<ScriptSite> which, Set<ScriptPart> parts) {
        return rewrite(which, parts, false);
    }

    /**
     * The model, returning of all sites what each run asks for: {@code forward} takes one more input in front of its own,
     * {@code bool [n]}, true for the codes that are wanted; see {@link RewrittenScript#code}. What a run does not ask for
     * is neither kept nor, if an operator would have to be asked a second time, computed.
     *
     * @param parts what can be asked for
     * @return the rewritten model
     * @throws AttentionNotFoundException if there is no attention, or {@code parts} is empty
     * @throws ModelFormatException if the model's form cannot be rewritten; says which form and where
     */
    public RewrittenScript rewriteOnDemand(Set<ScriptPart> parts) {
        return rewrite(site -> true, parts, true);
    }

    /**
     * The model, returning what each run asks for, vectors included where all sites have them.
     *
     * @return the rewritten model
     * @throws AttentionNotFoundException if there is no attention
     * @throws ModelFormatException if the model's form cannot be rewritten; says which form and where
     */
    public RewrittenScript rewriteOnDemand() {
        boolean vectors = sites.stream().allMatch(ScriptSite::hasVectors);
        return rewriteOnDemand(vectors ? EnumSet.allOf(ScriptPart.class) : EnumSet.of(ScriptPart.WEIGHTS));
    }

    private RewrittenScript rewrite(Predicate<ScriptSite> which, Set<ScriptPart> parts, boolean onDemand) {
        List<ScriptSite> chosen = sites.stream().filter(which).toList();
        if (chosen.isEmpty() || parts.isEmpty()) {
            throw new AttentionNotFoundException(nothing());
        }
        List<Observation> observations = new ArrayList<>();
        for (ScriptSite site : chosen) {
            observations.add(new Observation(
                    found.get(site.index()),
                    code(site, ScriptPart.WEIGHTS, parts),
                    code(site, ScriptPart.QUERIES, parts),
                    code(site, ScriptPart.KEYS, parts),
                    code(site, ScriptPart.VALUES, parts)));
        }
        Map<String, byte[]> sources = new LinkedHashMap<>();
        SourceRewriter.rewrite(observations, new Demand(sites.size() * ScriptPart.COUNT, onDemand))
                .forEach((path, text) -> sources.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return new RewrittenScript(archive, sources, sites, chosen, onDemand);
    }

    private static @Nullable Long code(ScriptSite site, ScriptPart part, Set<ScriptPart> parts) {
        return parts.contains(part) ? RewrittenScript.code(site, part) : null;
    }

    private String nothing() {
        if (!sites.isEmpty()) {
            return "Nothing is asked for of the attention of " + archive.file() + ", which is " + sites;
        }
        String reason = blindSpots.isEmpty() ? "" : ". Not looked into: " + String.join("; ", blindSpots);
        return "There is no attention in the source of " + archive.file() + ": looked for a softmax between a product "
                + "of two activations and a product with a third, and for PyTorch's fused attention" + reason;
    }
}
