package io.github.attention4j.onnx.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.ExtractorClosedException;
import io.github.attention4j.GenerationRequest;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.Selection;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.TokenizerException;
import io.github.attention4j.onnx.SessionConfigurer;
import io.github.attention4j.onnx.graph.TensorType;
import io.github.attention4j.onnx.graph.site.SiteSearch;
import io.github.attention4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs requests on one model. Thread-safe. */
public final class OnnxRunner implements Runner {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxRunner.class);

    private final ModelDescription model;
    private final OptionalLong positions;
    private final SiteNumbers sites;
    private final Map<String, TensorInfo> inputs;
    private final List<String> outputs;
    private final PlanCache plans;
    private final @Nullable AttentionTokenizer tokenizer;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    /** Until a run shows that this model mixes the inputs of a batch. */
    private volatile boolean batches;

    private boolean closed;

    private OnnxRunner(
            ModelFile file,
            SiteNumbers sites,
            Map<String, TensorInfo> inputs,
            PlanCache plans,
            @Nullable AttentionTokenizer tokenizer) {
        this.model = new ModelDescription(
                file.name(),
                "onnx",
                file.model().producer(),
                "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion());
        this.positions = PositionLimit.of(file.model().graph());
        this.sites = sites;
        this.inputs = inputs;
        this.outputs =
                file.model().graph().outputs().stream().map(TensorType::name).toList();
        this.plans = plans;
        this.batches = Batches.suit(file.model().graph(), inputs);
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
        SessionPlan plan = plans.acquire(all);
        sites.learnDeclared(plan);
        plans.release(all);
        return new OnnxRunner(file, sites, plan.inputs(), plans, tokenizer);
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

    /** The model's inputs by name. */
    Map<String, TensorInfo> inputs() {
        return inputs;
    }

    /** The names of the model's outputs. */
    List<String> outputs() {
        return outputs;
    }

    @Override
    public List<AttentionSite> sites() {
        return sites.describe();
    }

    @Override
    public ModelDescription model() {
        return model;
    }

    @Override
    public AttentionResult generate(GenerationRequest request, Consumer<Token> listener) {
        GenerationStart start =
                GenerationStart.of(request, inputs, tokens(request.prompt().input()), tokenizer);
        AttentionResult.Builder result = AttentionResult.builder();
        generate(request, start, tokenizer, listener, result);
        return result.model(model).request(request.prompt()).build();
    }

    /** Generates with a decoder whose other inputs are known, and adds what it gives to a result. */
    void generate(
            GenerationRequest request,
            GenerationStart start,
            @Nullable AttentionTokenizer describer,
            Consumer<Token> listener,
            AttentionResult.Builder result) {
        int prompt = start.prompt().size();
        if (prompt == 0) {
            throw new InvalidRequestException("The decoder of " + model.name()
                    + " needs a token to begin with; say which with GenerationRequest.startingWith");
        }
        int most = (int) Math.min(request.maxTokens(), positions.orElse(Long.MAX_VALUE) - prompt);
        if (most < 1) {
            throw new InvalidInputException("The prompt has " + prompt + " tokens, and " + model.name()
                    + " has no position for another one; cut it");
        }
        new GreedyGeneration(this, request, start)
                .run(most, id -> TokenLabels.tokens(new long[] {id}, describer).get(0), listener, result);
    }

    @Override
    public List<AttentionResult> extractAll(List<AttentionRequest> requests) {
        return whileOpen(() -> {
            List<PreparedRequest> prepared =
                    requests.stream().map(this::prepare).toList();
            AttentionResult[] results = new AttentionResult[prepared.size()];
            for (List<Integer> group : Batches.of(prepared)) {
                List<AttentionResult> some =
                        run(group.stream().map(prepared::get).toList());
                for (int i = 0; i < group.size(); i++) {
                    results[group.get(i)] = some.get(i);
                }
            }
            return List.of(results);
        });
    }

    @Override
    public AttentionResult extract(AttentionRequest request) {
        return whileOpen(() -> run(prepare(request)));
    }

    private <T> T whileOpen(Supplier<T> work) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            if (closed) {
                throw new ExtractorClosedException("The extractor of " + model.name() + " is closed; open another one");
            }
            return work.get();
        } finally {
            reading.unlock();
        }
    }

    @Override
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

    /** What is known of the model stays; each session that is needed later is opened anew. */
    void closeSessions() {
        plans.close();
    }

    /** Checks a request against the model. */
    PreparedRequest prepare(AttentionRequest request) {
        List<Integer> wanted = sites.wanted(request);
        TokenSequence tokens = tokens(request.input());
        TokenLabels labels = tokens == null
                ? TokenLabels.of((AttentionInput.Tensors) request.input(), tokenizer)
                : TokenLabels.of(tokens);
        requirePositions(request, wanted, labels);
        if (!request.heads().isAll() && !sites.knowHeads(wanted)) {
            // The file does not tell how many heads there are: a run does, once.
            AttentionRequest everything =
                    AttentionRequest.builder(request.input()).build();
            run(new PreparedRequest(everything, PlanKey.of(everything, sites.all()), tokens, labels, List.of()));
        }
        return new PreparedRequest(request, PlanKey.of(request, wanted), tokens, labels, sites.heads(request, wanted));
    }

    private AttentionResult run(PreparedRequest prepared) {
        PlanKey key = prepared.key();
        SessionPlan plan = plans.acquire(key);
        try {
            Map<String, Tensor> given = new LinkedHashMap<>(prepared.inputs(plan.inputs()));
            given.putAll(prepared.selections());
            ModelInputs.check(plan.inputs(), given);
            Map<String, Output> computed = plan.run(given);
            sites.learnActual(key, plan.draft(), computed);
            return assembled(prepared, plan, computed);
        } catch (OrtException e) {
            throw new ExtractionException(
                    "ONNX Runtime failed to run " + model.name() + " on "
                            + prepared.request().input() + ": " + e.getMessage(),
                    e);
        } finally {
            plans.release(key);
        }
    }

    /** Together where the model keeps its inputs apart, one by one otherwise. */
    private List<AttentionResult> run(List<PreparedRequest> group) {
        if (group.size() > 1 && batches) {
            PlanKey key = group.get(0).key();
            SessionPlan plan = plans.acquire(key);
            try {
                Optional<List<Map<String, Output>>> apart = new BatchRun(group).run(plan);
                if (apart.isPresent()) {
                    List<Map<String, Output>> outputs = apart.get();
                    return IntStream.range(0, group.size())
                            .mapToObj(i -> assembled(group.get(i), plan, outputs.get(i)))
                            .toList();
                }
                batches = false;
            } catch (OrtException e) {
                LOG.debug("{} does not run batches, although its inputs are declared so", model.name(), e);
                batches = false;
            } finally {
                plans.release(key);
            }
        }
        return group.stream().map(this::run).toList();
    }

    private AttentionResult assembled(PreparedRequest prepared, SessionPlan plan, Map<String, Output> computed) {
        return new ResultAssembler(prepared.request(), prepared.labels(), prepared.heads(), computed)
                .assemble(model, plan.draft());
    }

    /** The tokens of a text or of ids; null for tensors. */
    @Nullable
    TokenSequence tokens(AttentionInput input) {
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
