package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.djl.OutputPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognises attention among a model's outputs by its form: rank, row sums, square or not, causal or not; names break
 * ties where there are any. What can be read in two ways is refused.
 */
public final class OutputRecognizer {
    private static final String SAY = ". Say which with outputs(…)";

    private final ModelRun run;
    private final List<Candidate> candidates = new ArrayList<>();

    private record Candidate(ModelOutput output, Layout layout, Form form) {}

    private OutputRecognizer(ModelRun run) {
        this.run = run;
        for (ModelOutput output : run.outputs()) {
            Layout layout = Layout.of(output, run.batch());
            if (layout != null && Form.isDistribution(output.floats(), layout.columns())) {
                candidates.add(new Candidate(output, layout, Form.of(output.floats(), layout)));
            }
        }
    }

    /**
     * Recognises the attention.
     *
     * @param run the outputs of one run
     * @return which of them are attention
     * @throws AttentionNotFoundException if there is none
     * @throws InvalidRequestException if there are two readings
     */
    public static OutputRoles recognize(ModelRun run) {
        OutputRecognizer recognizer = new OutputRecognizer(run);
        recognizer.dropProbabilities();
        recognizer.refuseLoneWindows();
        if (recognizer.candidates.isEmpty()) {
            throw new AttentionNotFoundException("None of the model's outputs is attention: looked for shapes "
                    + "[batch, heads, queries, keys] or [batch, queries, keys] with rows that sum to 1, found "
                    + run.outputs() + ". A TorchScript file can be rewritten to return it: open it with "
                    + "DjlAttentionExtractor, or give AttentionTranslatorFactory the argument rewrite=true");
        }
        return OutputRoles.of(recognizer.roles());
    }

    /** Probabilities of classes for each token have rows that sum to 1, too, but three axes. */
    private void dropProbabilities() {
        boolean fourAxes =
                candidates.stream().anyMatch(candidate -> candidate.output().rank() == 4);
        candidates.removeIf(candidate -> candidate.output().rank() == 3
                && !OutputNames.speakOfAttention(candidate.output().name())
                && (fourAxes || !isAsLongAsAnInput(candidate)));
        if (candidates.size() == 1 && !fourAxes) {
            ModelOutput only = candidates.get(0).output();
            if (!OutputNames.speakOfAttention(only.name())) {
                throw new InvalidRequestException(only + " can be read in two ways: as the attention of one layer with "
                        + "its heads averaged, or as the probabilities of " + only.extent(-1)
                        + " classes for each token" + SAY);
            }
        }
    }

    /** A single output whose first axis is longer than the batch is as well a stack of layers. */
    private void refuseLoneWindows() {
        if (candidates.size() == 1 && candidates.get(0).layout().windows() > 1) {
            throw new InvalidRequestException(
                    candidates.get(0).output() + " can be read in two ways: as the attention of "
                            + "one layer within windows, or as that of several layers in one tensor. Say that it is one layer with "
                            + "outputs(o -> o.position(…)), or return a tensor per layer");
        }
    }

    private boolean isAsLongAsAnInput(Candidate candidate) {
        return candidate.form() != Form.RECTANGULAR
                || run.lengths().contains(candidate.layout().columns());
    }

    private Map<ModelOutput, OutputRole> roles() {
        Map<AttentionKind, List<ModelOutput>> kinds = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            kinds.computeIfAbsent(kind(candidate), kind -> new ArrayList<>()).add(candidate.output());
        }
        Map<ModelOutput, OutputRole> roles = new LinkedHashMap<>();
        kinds.forEach((kind, outputs) -> number(OutputPart.WEIGHTS, kind, outputs, roles));
        vectors(kinds).forEach((part, outputs) -> outputs.forEach((kind, all) -> number(part, kind, all, roles)));
        return roles;
    }

    private AttentionKind kind(Candidate candidate) {
        AttentionKind named = OutputNames.kind(candidate.output().name());
        if (named == AttentionKind.CROSS) {
            return named;
        }
        return switch (candidate.form()) {
            case CAUSAL -> AttentionKind.DECODER;
            case RECTANGULAR -> named == AttentionKind.DECODER ? named : AttentionKind.CROSS;
            case SQUARE -> named == null ? unnamedSquare(candidate) : named;
            case SINGLE -> named == null ? refuseSingle(candidate) : named;
        };
    }

    private AttentionKind unnamedSquare(Candidate candidate) {
        int size = candidate.layout().columns();
        boolean beside = false;
        boolean inside = false;
        for (Candidate other : candidates) {
            beside |= other.form() == Form.CAUSAL && other.layout().rows() == size;
            inside |= other.form() == Form.RECTANGULAR && other.layout().rows() == size;
        }
        if (beside && !inside) {
            throw new InvalidRequestException(candidate.output() + " can be read in two ways: as the attention of an "
                    + "encoder, or as that of a decoder to an encoder of the same length. Give the two sides different "
                    + "lengths, or say which with outputs(…)");
        }
        // A decoder that may look ahead shares its length with what looks across.
        return inside ? AttentionKind.DECODER : AttentionKind.ENCODER;
    }

    private static AttentionKind refuseSingle(Candidate candidate) {
        throw new InvalidRequestException(
                candidate.output() + " can be read in two ways: a single token looks at itself "
                        + "in an encoder and in a decoder. Run the model on more tokens first, or say which with outputs(…)");
    }

    private void number(
            OutputPart part, AttentionKind kind, List<ModelOutput> outputs, Map<ModelOutput, OutputRole> roles) {
        List<String> names = new ArrayList<>();
        for (ModelOutput output : outputs) {
            String name = output.name();
            if (name != null) {
                names.add(name);
            }
        }
        List<Integer> numbers = names.size() == outputs.size() ? OutputNames.layers(names) : null;
        if (numbers == null && !run.ordered()) {
            throw new InvalidRequestException("The outputs " + names + " are attention of one kind (" + kind.label()
                    + "), and a dictionary has no order: any of them can be layer 0" + SAY);
        }
        for (int i = 0; i < outputs.size(); i++) {
            roles.put(outputs.get(i), new OutputRole(part, kind, numbers == null ? i : numbers.get(i)));
        }
    }

    /** Vectors look like any other numbers: only a name tells. */
    private Map<OutputPart, Map<AttentionKind, List<ModelOutput>>> vectors(
            Map<AttentionKind, List<ModelOutput>> weights) {
        AttentionKind only = weights.size() == 1 ? weights.keySet().iterator().next() : null;
        Map<OutputPart, Map<AttentionKind, List<ModelOutput>>> vectors = new LinkedHashMap<>();
        for (ModelOutput output : run.outputs()) {
            boolean isWeights = weights.values().stream().anyMatch(all -> all.contains(output));
            OutputPart part = OutputNames.vectors(output.name());
            AttentionKind kind = vectorsKind(output, only);
            boolean formed = output.rank() == 4 && Layout.of(output, run.batch()) != null;
            if (!isWeights && part != null && kind != null && formed) {
                vectors.computeIfAbsent(part, key -> new LinkedHashMap<>())
                        .computeIfAbsent(kind, key -> new ArrayList<>())
                        .add(output);
            }
        }
        return vectors;
    }

    private static @Nullable AttentionKind vectorsKind(ModelOutput output, @Nullable AttentionKind only) {
        AttentionKind named = OutputNames.kind(output.name());
        return named == null ? only : named;
    }
}
