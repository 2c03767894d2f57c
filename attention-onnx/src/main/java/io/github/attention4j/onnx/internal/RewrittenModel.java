package io.github.attention4j.onnx.internal;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.onnx.SessionConfigurer;
import io.github.attention4j.onnx.graph.site.SiteSearch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model whose graph returns all its weights behind its own outputs, for a session of DJL's engine. */
public final class RewrittenModel {
    private static final Logger LOG = LoggerFactory.getLogger(RewrittenModel.class);

    private final OnnxRunner runner;
    private final SessionOpener opener;
    private final Planner.Draft draft;
    private final byte[] bytes;

    /**
     * Rewrites a model.
     *
     * @param file the model
     * @param tokenizer reads texts; may be null
     * @param configurer sets session options
     */
    public RewrittenModel(ModelFile file, @Nullable AttentionTokenizer tokenizer, SessionConfigurer configurer) {
        this.runner = OnnxRunner.open(file, tokenizer, configurer);
        // It knows the model now, and checks requests; running them is the other engine's part.
        runner.closeSessions();
        this.opener = new SessionOpener(file, configurer);
        Planner planner = new Planner(file.model(), SiteSearch.in(file.model()).sites());
        this.draft = planner.draft(PlanKey.all(runner.sites().size()).withOutputs());
        this.bytes = file.rewritten(draft.edit());
    }

    /**
     * Loads it.
     *
     * @param model an empty model of the OnnxRuntime engine
     * @throws IOException never, as it lies in memory
     * @throws MalformedModelException if the engine refuses it
     * @throws OrtException if ONNX Runtime refuses an option
     */
    public void loadInto(Model model) throws IOException, MalformedModelException, OrtException {
        try {
            loadInto(model, null);
        } catch (MalformedModelException e) {
            LOG.warn("{} opens at basic graph optimisation at best: {}", model.getName(), e.getMessage());
            loadInto(model, OptLevel.BASIC_OPT);
        }
    }

    private void loadInto(Model model, @Nullable OptLevel level)
            throws IOException, MalformedModelException, OrtException {
        // The engine keeps and closes the options.
        SessionOptions options = new SessionOptions();
        opener.configure(options, level);
        model.load(new ByteArrayInputStream(bytes), Map.of("sessionOptions", options));
    }

    /**
     * What makes a predictor of it.
     *
     * @return from requests to results
     */
    public RewrittenModelTranslator translator() {
        return new RewrittenModelTranslator(runner, draft);
    }
}
