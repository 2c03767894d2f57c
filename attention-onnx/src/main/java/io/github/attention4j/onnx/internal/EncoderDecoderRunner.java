package io.github.attention4j.onnx.internal;

import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.GenerationRequest;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.Selection;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.tensor.Tensor;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One model in two files: what the encoder gives is what the decoder looks at. Thread-safe. */
public final class EncoderDecoderRunner implements Runner {
    private final OnnxRunner encoder;
    private final OnnxRunner decoder;
    private final EncoderDecoderInputs inputs;
    private final @Nullable AttentionTokenizer tokenizer;

    /**
     * A runner of both.
     *
     * @param encoder closed together with this runner
     * @param decoder closed together with this runner
     * @param tokenizer of both; closed by whichever runner has it, too
     */
    public EncoderDecoderRunner(OnnxRunner encoder, OnnxRunner decoder, @Nullable AttentionTokenizer tokenizer) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.inputs = new EncoderDecoderInputs(encoder, decoder);
        this.tokenizer = tokenizer;
    }

    @Override
    public ModelDescription model() {
        ModelDescription first = encoder.model();
        return new ModelDescription(
                first.name() + " + " + decoder.model().name(), first.format(), first.producer(), first.engine());
    }

    @Override
    public List<AttentionSite> sites() {
        return Stream.concat(encoder.sites().stream(), decoder.sites().stream()).toList();
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
    }

    @Override
    public List<AttentionResult> extractAll(List<AttentionRequest> requests) {
        return requests.stream().map(this::extract).toList();
    }

    @Override
    public AttentionResult extract(AttentionRequest request) {
        if (!(request.input() instanceof AttentionInput.Tensors given)) {
            throw new InvalidInputException("A text does not tell what the decoder of " + model().name()
                    + " reads. Give the inputs of both files by name with AttentionRequest.ofTensors, or generate");
        }
        requireAny(request);
        AttentionResult.Builder result =
                AttentionResult.builder().model(model()).request(request);
        AttentionResult encoded = encode(request, given, result);
        Optional<AttentionRequest> decoders = part(request, decoder);
        if (decoders.isPresent()) {
            AttentionResult decoded = decoder.extract(with(decoders.get(), decoderInput(given, encoded)));
            add(decoded, result);
            decoded.outputs().forEach(result::output);
        }
        return result.build();
    }

    @Override
    public AttentionResult generate(GenerationRequest request, Consumer<Token> listener) {
        AttentionRequest decoders = part(request.prompt(), decoder)
                .orElseThrow(() -> new InvalidRequestException("Only rows of decoder and cross-attention are gathered "
                        + "while generating; request one of them"));
        AttentionResult.Builder result = AttentionResult.builder();
        AttentionResult encoded = encode(request.prompt(), request.prompt().input(), result);
        GenerationStart start = new GenerationStart(
                inputs.handedOn(encoded.outputs()),
                GenerationStart.startTokens(request, tokenizer),
                encoded.stack(AttentionKind.ENCODER).keyTokens());
        GenerationRequest rest =
                new GenerationRequest(decoders, request.maxTokens(), request.startIds(), request.endIds());
        decoder.generate(rest, start, tokenizer, listener, result);
        return result.model(model()).request(request.prompt()).build();
    }

    /** Runs the encoder; of its attention, what was asked for goes into the result. */
    private AttentionResult encode(AttentionRequest request, AttentionInput input, AttentionResult.Builder result) {
        AttentionInput own = input instanceof AttentionInput.Tensors given
                ? new AttentionInput.Tensors(inputs.encoders(given.tensors()), given.keyTokens(), given.keyTokens())
                : input;
        Optional<AttentionRequest> wanted = part(request, encoder);
        if (wanted.isEmpty()) {
            // Something has to be extracted along with the states; this is the least.
            Selection first = Selection.of(0);
            return encoder.extract(AttentionRequest.builder(own)
                    .layers(first)
                    .queryRows(first)
                    .outputs(true)
                    .build());
        }
        AttentionResult encoded = encoder.extract(
                with(wanted.get(), own).toBuilder().outputs(true).build());
        add(encoded, result);
        if (request.outputs()) {
            encoded.outputs().forEach(result::output);
        }
        return encoded;
    }

    private AttentionInput decoderInput(AttentionInput.Tensors given, AttentionResult encoded) {
        DecoderInputs step = DecoderInputs.of(decoder.inputs(), decoder.outputs());
        Map<String, Tensor> own = new LinkedHashMap<>(inputs.handedOn(encoded.outputs()));
        own.putAll(inputs.decoders(given.tensors()));
        Tensor ids = own.get(step.ids());
        if (ids == null) {
            throw new InvalidInputException("What the decoder reads is missing: give its input \"" + step.ids()
                    + "\" as \"decoder_" + step.ids() + "\"");
        }
        TokenSequence queries =
                given.queryTokens() == null ? TokenLabels.tokens(ids.toLongArray(), tokenizer) : given.queryTokens();
        return new AttentionInput.Tensors(
                step.step(own, ids.toLongArray(), 0, Map.of()),
                queries,
                encoded.stack(AttentionKind.ENCODER).keyTokens());
    }

    private static void add(AttentionResult from, AttentionResult.Builder to) {
        from.stacks().forEach(stack -> stack.stream().forEach(to::layer));
    }

    private static AttentionRequest with(AttentionRequest request, AttentionInput input) {
        return AttentionRequest.builder(input).like(request).build();
    }

    /** What a request wants of one file; empty if nothing. */
    private static Optional<AttentionRequest> part(AttentionRequest request, OnnxRunner runner) {
        EnumSet<AttentionKind> kinds = EnumSet.noneOf(AttentionKind.class);
        List<Integer> layers = runner.sites().stream()
                .filter(site -> request.kinds().contains(site.kind()))
                .filter(site -> request.layers().contains(site.layer()))
                .peek(site -> kinds.add(site.kind()))
                .map(AttentionSite::layer)
                .distinct()
                .toList();
        return layers.isEmpty()
                ? Optional.empty()
                : Optional.of(request.toBuilder()
                        .kinds(kinds)
                        .layers(request.layers().isAll() ? request.layers() : Selection.of(layers))
                        .build());
    }

    /** Each named layer must exist in one of the wanted kinds. */
    private void requireAny(AttentionRequest request) {
        List<Integer> layers = sites().stream()
                .filter(site -> request.kinds().contains(site.kind()))
                .map(AttentionSite::layer)
                .distinct()
                .sorted()
                .toList();
        if (layers.isEmpty()) {
            throw new InvalidRequestException("The model has no attention of the kinds " + request.kinds());
        }
        request.layers().from(layers, "layer");
    }
}
