package io.github.attention4j.onnx.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.ExtractorClosedException;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.Selection;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.TokenizerException;
import io.github.attention4j.onnx.SessionConfigurer;
import io.github.attention4j.onnx.graph.site.SiteSearch;
import io.github.attention4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs requests on one model. Thread-safe. */
public final class OnnxRunner {
    private final ModelDescription model;
    private final OptionalLong positions;
    private final SiteNumbers sites;
    private final PlanCache plans;
    private final @Nullable AttentionTokenizer tokenizer;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxRunner(ModelFile file, SiteNumbers sites, PlanCache plans, @Nullable AttentionTokenizer tokenizer) {
        this.model = new ModelDescription(
                file.name(),
                "onnx",
                file.model().producer(),
                "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion());
        this.positions = PositionLimit.of(file.model().graph());
        this.sites = sites;
        this.plans = plans;
        this.tokenizer = tokenizer;
    }

    /**
     * Finds the attention of a model and opens a session for all of it.
     *
     * @param file the model
     * @param tokenizer closed together with the runner; may be null
     * @param configurer sets session options
     * @return a runner that the caller closes
     * @throws AttentionNotFoundException if there is no attention
     */
    public static OnnxRunner open(
            ModelFile file, @Nullable AttentionTokenizer tokenizer, SessionConfigurer configurer) {
        SiteSearch search = search(file);
        if (search.sites().isEmpty()) {
            throw new AttentionNotFoundException(notFound(file, search));
        }
        Planner planner = new Planner(file.model(), search.sites());
        PlanCache plans = new PlanCache(new SessionOpener(file, configurer), planner);
        SiteNumbers sites = new SiteNumbers(search.sites());
        PlanKey all = PlanKey.all(search.sites().size());
        sites.learnDeclared(plans.acquire(all));
        plans.release(all);
        return new OnnxRunner(file, sites, plans, tokenizer);
    }

    private static SiteSearch search(ModelFile file) {
        try {
            return SiteSearch.in(file.model());
        } catch (ModelFormatException e) {
            throw new ModelFormatException("Cannot read " + file.name() + ": " + e.getMessage(), e);
        }
    }

    private static String notFound(ModelFile file, SiteSearch search) {
        StringBuilder message = new StringBuilder("No attention was found in ")
                .append(file.name())
                .append(" (")
                .append(file.model().graph().nodes().size())
                .append(" nodes). Looked for a softmax that is fed by a product of two activations and whose result is "
                        + "multiplied with a third");
        if (search.verdicts().isEmpty()) {
            return message.append("; there is no softmax at all").toString();
        }
        for (SiteSearch.Verdict verdict : search.verdicts()) {
            message.append("; ")
                    .append(verdict.operator())
                    .append(" -> ")
                    .append(verdict.tensor())
                    .append(": ")
                    .append(verdict.reason());
        }
        return message.toString();
    }

    /**
     * The attention found.
     *
     * @return by kind, then by layer
     */
    public List<AttentionSite> sites() {
        return sites.describe();
    }

    /**
     * The model and what runs it.
     *
     * @return the description
     */
    public ModelDescription model() {
        return model;
    }

    /**
     * Runs one request.
     *
     * @param request the request
     * @return the result
     */
    public AttentionResult extract(AttentionRequest request) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            if (closed) {
                throw new ExtractorClosedException("The extractor of " + model.name() + " is closed; open another one");
            }
            return run(request);
        } finally {
            reading.unlock();
        }
    }

    /** Waits for calls under way, then frees sessions and tokenizer. */
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                plans.close();
                if (tokenizer != null) {
                    tokenizer.close();
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private AttentionResult run(AttentionRequest request) {
        List<Integer> wanted = sites.wanted(request);
        TokenSequence tokens = tokens(request.input());
        TokenLabels labels = tokens == null
                ? TokenLabels.of((AttentionInput.Tensors) request.input(), tokenizer)
                : TokenLabels.of(tokens);
        requirePositions(request, wanted, labels);
        if (!request.heads().isAll() && !sites.knowHeads(wanted)) {
            // The file does not tell how many heads there are: a run does, once.
            runOnce(AttentionRequest.builder(request.input()).build(), sites.all(), tokens, labels, List.of());
        }
        return runOnce(request, wanted, tokens, labels, sites.heads(request, wanted));
    }

    private AttentionResult runOnce(
            AttentionRequest request,
            List<Integer> wanted,
            @Nullable TokenSequence tokens,
            TokenLabels labels,
            List<Integer> heads) {
        PlanKey key = PlanKey.of(request, wanted);
        SessionPlan plan = plans.acquire(key);
        try {
            Map<String, Tensor> inputs =
                    tokens == null ? tensors(request.input()) : ModelInputs.fill(plan.inputs(), tokens);
            inputs = new LinkedHashMap<>(inputs);
            if (key.selectsHeads()) {
                inputs.put(Planner.HEADS, indices(heads));
            }
            if (key.selectsRows()) {
                inputs.put(Planner.ROWS, indices(request.queryRows().numbers()));
            }
            if (key.selectsColumns()) {
                inputs.put(Planner.COLUMNS, indices(request.keyColumns().numbers()));
            }
            ModelInputs.check(plan.inputs(), inputs);
            Map<String, Output> outputs = plan.run(inputs);
            sites.learnActual(key, plan.draft(), outputs);
            return new ResultAssembler(request, labels, heads, outputs).assemble(model, plan.draft());
        } catch (OrtException e) {
            throw new ExtractionException(
                    "ONNX Runtime failed to run " + model.name() + " on " + request.input() + ": " + e.getMessage(), e);
        } finally {
            plans.release(key);
        }
    }

    private static Map<String, Tensor> tensors(AttentionInput input) {
        return ((AttentionInput.Tensors) input).tensors();
    }

    private static Tensor indices(List<Integer> numbers) {
        return Tensor.ofLongs(numbers.stream().mapToLong(Integer::longValue).toArray(), numbers.size());
    }

    /** The tokens of a text or of ids; null for tensors. */
    private @Nullable TokenSequence tokens(AttentionInput input) {
        TokenSequence tokens;
        if (input instanceof AttentionInput.Text text) {
            if (tokenizer == null) {
                throw new TokenizerException("There is no tokenizer to read a text with. Open the model together with "
                        + "its tokenizer.json, or request token ids or tensors");
            }
            tokens = text.pair() == null ? tokenizer.encode(text.text()) : tokenizer.encode(text.text(), text.pair());
        } else if (input instanceof AttentionInput.TokenIds ids) {
            tokens = TokenLabels.tokens(ids.ids(), tokenizer);
        } else {
            return null;
        }
        if (tokens.isEmpty()) {
            throw new InvalidInputException("The input has no tokens; a model looks at one at least");
        }
        if (positions.isPresent() && tokens.size() > positions.getAsLong()) {
            throw new InvalidInputException("The input has " + tokens.size() + " tokens, but " + model.name()
                    + " has positions for " + positions.getAsLong() + " only; cut it or split it");
        }
        return tokens;
    }

    private void requirePositions(AttentionRequest request, List<Integer> wanted, TokenLabels labels) {
        for (int position : wanted) {
            AttentionKind kind = sites.site(position).kind();
            requireBelow(labels.queryCount(kind), request.queryRows(), kind.label() + " query row");
            requireBelow(labels.keyCount(kind), request.keyColumns(), kind.label() + " key column");
        }
    }

    private static void requireBelow(int count, Selection selection, String what) {
        if (count >= 0 && !selection.isAll()) {
            selection.from(IntStream.range(0, count).boxed().toList(), what);
        }
    }
}
