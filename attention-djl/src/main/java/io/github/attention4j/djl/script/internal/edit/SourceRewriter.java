package io.github.attention4j.djl.script.internal.edit;

import io.github.attention4j.ModelFormatException;
import io.github.attention4j.djl.script.internal.flow.Frame;
import io.github.attention4j.djl.script.internal.flow.Node;
import io.github.attention4j.djl.script.internal.flow.Place;
import io.github.attention4j.djl.script.internal.site.FoundSite;
import io.github.attention4j.djl.script.internal.source.ClassSource;
import io.github.attention4j.djl.script.internal.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes new source. Every function on a way from the entry to a site gets a copy of its own for that way, which takes
 * two lists along and adds to them; calls on the way go to the copies. The originals stay, for whoever else calls them.
 */
public final class SourceRewriter {
    private final Map<Frame, FrameEdit> frames = new LinkedHashMap<>();
    private final Helpers helpers = new Helpers();

    private final Demand demand;

    private SourceRewriter(Demand demand) {
        this.demand = demand;
    }

    /**
     * The source files that change or are added.
     *
     * @param observations what to hand out
     * @param demand whether each run is told what is wanted of it
     * @return new texts by path
     * @throws ModelFormatException if something on the way cannot be changed
     */
    public static Map<String, String> rewrite(List<Observation> observations, Demand demand) {
        SourceRewriter rewriter = new SourceRewriter(demand);
        observations.forEach(rewriter::observe);
        Map<String, String> changed = new LinkedHashMap<>();
        Map<String, SourceFile> files = new LinkedHashMap<>();
        rewriter.frames.keySet().forEach(frame -> files.put(frame.file().path(), frame.file()));
        files.forEach((path, file) -> changed.put(path, rewriter.file(file)));
        changed.put(Helpers.PATH, rewriter.helpers.source());
        return changed;
    }

    private void observe(Observation observation) {
        FoundSite.Match match = observation.site().match();
        if (match.fused()) {
            Place place = match.place();
            HelperFunction helper = helpers.forOperator(match.operator(), place.call());
            String numbers = number(observation.weights())
                    + number(observation.queries())
                    + number(observation.keys())
                    + number(observation.values());
            edit(place.frame()).redirect(place.call(), helper, numbers);
            return;
        }
        if (observation.weights() != null) {
            Place place = place(match.shown());
            edit(place.frame()).see(place.call(), observation.weights(), match.axis());
        }
        part(match.queryParts(), observation.queries(), "queries", match);
        part(match.keyParts(), observation.keys(), "keys", match);
        part(match.valueParts(), observation.values(), "values", match);
    }

    private static String number(@Nullable Long code) {
        return (code == null ? -1 : code) + ", ";
    }

    private static Place place(Node node) {
        return Objects.requireNonNull(node.place());
    }

    private void part(List<FoundSite.Part> parts, @Nullable Long code, String name, FoundSite.Match match) {
        if (code == null) {
            return;
        }
        if (parts.isEmpty()) {
            throw new ModelFormatException("The " + name + " of the attention in module \""
                    + match.place().frame().module() + "\" have no expression of their own in code/"
                    + match.place().frame().file().path() + "; ask for the weights only");
        }
        parts.forEach(part -> edit(part.place().frame()).see(part.argument(), code, part.turned() ? -2 : -1));
    }

    /** The edit of a running function, and of all that call it. */
    private FrameEdit edit(Frame frame) {
        FrameEdit known = frames.get(frame);
        if (known != null) {
            return known;
        }
        FrameEdit edit = new FrameEdit(frame, frames.size(), demand);
        frames.put(frame, edit);
        Place caller = frame.caller();
        if (caller != null) {
            edit(caller.frame()).call(caller.call(), edit);
        }
        return edit;
    }

    /** A file with the copies behind their classes, or at the end if they belong to none. */
    private String file(SourceFile file) {
        TextEdits edits = new TextEdits();
        Map<Integer, List<String>> added = new LinkedHashMap<>();
        for (Map.Entry<Frame, FrameEdit> entry : frames.entrySet()) {
            Frame frame = entry.getKey();
            if (!frame.file().path().equals(file.path())) {
                continue;
            }
            String source = entry.getValue().source();
            if (frame.caller() == null) {
                edits.replace(frame.function().start(), frame.function().end(), source);
            } else {
                ClassSource owner = frame.owner();
                int place = owner == null ? file.text().length() : owner.end();
                added.computeIfAbsent(place, key -> new ArrayList<>()).add(source);
            }
        }
        added.forEach((place, sources) -> {
            String before = place > 0 && file.text().charAt(place - 1) != '\n' ? "\n" : "";
            edits.insert(place, before + String.join("", sources));
        });
        return edits.apply(file.text(), 0, file.text().length());
    }
}
