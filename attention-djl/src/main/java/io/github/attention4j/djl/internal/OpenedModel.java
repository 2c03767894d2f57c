package io.github.attention4j.djl.internal;

import ai.djl.translate.Translator;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.djl.GradientTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model whose attention is known. Thread-safe, apart from closing. */
public final class OpenedModel implements AutoCloseable {
    private final LoadedModel loaded;
    private final @Nullable Path file;
    private final Translator<AttentionRequest, AttentionResult> translator;
    private final List<AttentionSite> sites;
    private final OutputReader reader;
    private final @Nullable AttentionTokenizer tokenizer;
    private final List<String> inputs;
    private final ModelDescription description;
    private @Nullable GradientRunner gradients;

    /**
     * A model and what a run of it showed.
     *
     * @param loaded the model; closed with this
     * @param file the TorchScript file that it was loaded from, or null if the caller loaded it
     * @param translator makes inputs and results
     * @param seen the result of a first run
     * @param reader tells which outputs are attention
     * @param tokenizer reads texts, or null
     * @param inputs what the model takes
     * @param description what results carry
     */
    public OpenedModel(
            LoadedModel loaded,
            @Nullable Path file,
            Translator<AttentionRequest, AttentionResult> translator,
            AttentionResult seen,
            OutputReader reader,
            @Nullable AttentionTokenizer tokenizer,
            List<String> inputs,
            ModelDescription description) {
        this.loaded = loaded;
        this.file = file;
        this.translator = translator;
        this.sites = sites(seen, reader);
        this.reader = reader;
        this.tokenizer = tokenizer;
        this.inputs = inputs;
        this.description = description;
    }

    private static List<AttentionSite> sites(AttentionResult seen, OutputReader reader) {
        List<AttentionSite> sites = new ArrayList<>();
        for (AttentionStack stack : seen.stacks()) {
            stack.stream().map(reader::site).forEach(sites::add);
        }
        return List.copyOf(sites);
    }

    /**
     * Runs the model.
     *
     * @param request what is asked
     * @return the result
     */
    public AttentionResult predict(AttentionRequest request) {
        return loaded.predict(translator, request);
    }

    /**
     * Runs the model forwards and backwards.
     *
     * @param request what is asked
     * @param target what to differentiate
     * @return the result with gradients
     */
    public AttentionResult differentiate(AttentionRequest request, GradientTarget target) {
        InputBatch batch = InputBatch.of(List.of(request), tokenizer, inputs, 0);
        return gradients().run(batch, reader, description, target);
    }

    private synchronized GradientRunner gradients() {
        GradientRunner runner = gradients;
        if (file == null) {
            throw new InvalidRequestException(
                    "Gradients need a second copy of the model, and this one was loaded by the "
                            + "caller. Open the TorchScript file with DjlAttentionExtractor.builder().model(Path); other engines "
                            + "than PyTorch have no gradients");
        }
        if (runner == null) {
            runner = GradientRunner.load(file, loaded.model().getNDManager().getDevice());
            gradients = runner;
        }
        return runner;
    }

    /**
     * The attention there is.
     *
     * @return by kind, then by layer
     */
    public List<AttentionSite> sites() {
        return sites;
    }

    /**
     * What results carry.
     *
     * @return the description
     */
    public ModelDescription description() {
        return description;
    }

    @Override
    public synchronized void close() {
        if (gradients != null) {
            gradients.close();
        }
        loaded.close();
    }
}
