package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionSite;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Recognises outputs by their form, and remembers what a run showed that was long enough to show it: a model does not
 * change what it returns, and looking at every weight of every run costs time.
 */
public final class RecognizingReader implements OutputReader {
    /** With two tokens a decoder's attention differs from an encoder's by a single number. */
    private static final int LONG_ENOUGH = 3;

    private final AtomicReference<@Nullable OutputRoles> known = new AtomicReference<>();

    /** A reader that knows nothing yet. */
    public RecognizingReader() {}

    @Override
    public OutputRoles read(ModelRun run) {
        OutputRoles remembered = known.get();
        if (remembered != null) {
            return remembered;
        }
        OutputRoles roles = OutputRecognizer.recognize(run);
        boolean shows = run.outputs().stream()
                .filter(output -> roles.of(output) != null)
                .allMatch(output -> output.extent(-2) >= LONG_ENOUGH && output.extent(-1) >= LONG_ENOUGH);
        if (shows && run.batch() == 1) {
            known.set(roles);
        }
        return roles;
    }

    @Override
    public AttentionSite site(AttentionLayer layer) {
        OutputRoles remembered = known.get();
        return remembered == null ? OutputReader.super.site(layer) : remembered.site(layer);
    }
}
