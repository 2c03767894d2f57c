package io.github.attention4j.djl.script;

import io.github.attention4j.ModelFormatException;
import io.github.attention4j.io.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A TorchScript model that returns its attention, too; not yet written anywhere. Immutable.
 *
 * <p>Its {@code forward} takes what the model took and returns {@code (original, attention, codes)}: the model's own
 * outputs as they were, a list of n tensors, and n numbers (int64, {@code [n]}) that say what each of the n tensors is;
 * see {@link #output(long)}. Engines that flatten outputs give {@code original…, a0 … an-1, codes}: the last one tells
 * how many there are. A site that the model runs several times, because it lies in a loop, is there several times; one
 * in a branch not taken is absent.
 *
 * <p>The weights are the very tensors the model computes with, not detached, so that gradients with respect to them
 * exist where the engine keeps any; those of fused operators ({@code scaled_dot_product_attention} and the fast paths of
 * {@code nn.TransformerEncoder}) are computed once more beside the model's way and have none.
 */
public final class RewrittenScript {
    private final TorchScriptArchive archive;
    private final Map<String, byte[]> sources;
    private final List<ScriptSite> all;
    private final List<ScriptSite> chosen;
    private final boolean onDemand;

    RewrittenScript(
            TorchScriptArchive archive,
            Map<String, byte[]> sources,
            List<ScriptSite> all,
            List<ScriptSite> chosen,
            boolean onDemand) {
        this.archive = archive;
        this.sources = sources;
        this.all = all;
        this.chosen = chosen;
        this.onDemand = onDemand;
    }

    /**
     * The sites whose attention is returned.
     *
     * @return at least one, in the order of the computation
     */
    public List<ScriptSite> sites() {
        return chosen;
    }

    /**
     * Whether its {@code forward} takes one more input in front of the model's own, {@code bool [codes()]}, that says
     * what is wanted.
     *
     * @return false if everything is returned each time
     */
    public boolean isOnDemand() {
        return onDemand;
    }

    /**
     * How many codes there are; a model that is told what is wanted takes as many truth values.
     *
     * @return one more than the largest code
     */
    public int codes() {
        return all.size() * ScriptPart.COUNT;
    }

    /**
     * What the tensor with a given code is.
     *
     * @param code one of the numbers in the model's last output
     * @return site and part
     * @throws IllegalArgumentException if this model gives no such code
     */
    public ScriptOutput output(long code) {
        if (code < 0 || code >= codes()) {
            throw new IllegalArgumentException("There is no attention with the code " + code + " in " + archive.file());
        }
        return new ScriptOutput(
                all.get((int) (code / ScriptPart.COUNT)), ScriptPart.ofNumber((int) (code % ScriptPart.COUNT)));
    }

    /**
     * The code that a part of a site has, in this model and in any other that is made of the same file.
     *
     * @param site one of the sites
     * @param part which part
     * @return its number, from 0
     */
    public static long code(ScriptSite site, ScriptPart part) {
        return (long) site.index() * ScriptPart.COUNT + part.number();
    }

    /**
     * Writes the model; nobody ever sees half of it.
     *
     * @param target the file to write, another one than the archive
     * @throws ModelFormatException if the archive can no longer be read
     * @throws IOException if the disk says no
     */
    public void writeTo(Path target) throws IOException {
        AtomicFile.write(target, this::writeTo);
    }

    /**
     * Writes the model. The tensors are copied from file to stream piece by piece.
     *
     * @param out where to; not closed
     * @throws ModelFormatException if the archive can no longer be read
     * @throws IOException if the stream says no
     */
    public void writeTo(OutputStream out) throws IOException {
        archive.copyTo(out, sources);
    }
}
