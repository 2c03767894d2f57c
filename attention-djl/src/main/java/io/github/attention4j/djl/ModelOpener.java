package io.github.attention4j.djl;

import ai.djl.Device;
import ai.djl.Model;
import io.github.attention4j.AttentionException;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.djl.internal.LoadedModel;
import io.github.attention4j.djl.internal.ModelTraits;
import io.github.attention4j.djl.internal.OpenedModel;
import io.github.attention4j.djl.internal.OutputReader;
import io.github.attention4j.djl.internal.RecognizingReader;
import io.github.attention4j.djl.internal.RewrittenReader;
import io.github.attention4j.djl.internal.Sample;
import io.github.attention4j.djl.internal.TemporaryModel;
import io.github.attention4j.djl.internal.TorchScriptSignature;
import io.github.attention4j.djl.script.RewrittenScript;
import io.github.attention4j.djl.script.TorchScriptArchive;
import io.github.attention4j.djl.script.TorchScriptRewriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens a model: reads a TorchScript file's signature and loads it, or takes what the caller loaded, and runs it once to
 * see which outputs are attention. A file that returns none is rewritten to return it.
 *
 * @param tokenizer reads texts, or null
 * @param inputs what the model takes, or empty to read it off the file
 * @param outputs which outputs are attention, or null to recognise them
 * @param sample what to run the model on, or null for what the inputs' names suggest
 */
record ModelOpener(
        @Nullable AttentionTokenizer tokenizer,
        List<String> inputs,
        @Nullable AttentionOutputs outputs,
        @Nullable AttentionInput sample) {
    /** For models whose source does not tell. */
    private static final List<List<String>> USUAL_INPUTS = List.of(
            List.of("input_ids", "attention_mask", "token_type_ids"),
            List.of("input_ids", "attention_mask"),
            List.of("input_ids"));

    OpenedModel open(Path file, Device device) {
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException("There is no model file " + file);
        }
        TorchScriptSignature signature = TorchScriptSignature.read(file);
        OutputReader reader = outputs == null ? new RecognizingReader() : outputs.reader(signature);
        try {
            return recognize(LoadedModel.load(file, device, Map.of()), file, signature.inputs(), reader);
        } catch (AttentionNotFoundException e) {
            if (outputs != null) {
                throw e;
            }
            return openRewritten(file, device, signature.inputs(), e);
        }
    }

    /** A model that does not return its attention is made to. */
    private OpenedModel openRewritten(
            Path file, Device device, List<String> ownInputs, AttentionNotFoundException notReturned) {
        RewrittenScript script;
        try {
            script = TorchScriptRewriter.of(TorchScriptArchive.read(file)).rewriteOnDemand();
        } catch (AttentionException e) {
            e.addSuppressed(notReturned);
            throw e;
        }
        TemporaryModel copy = TemporaryModel.write(script, file);
        return recognize(LoadedModel.load(copy, device), copy.path(), ownInputs, new RewrittenReader(script));
    }

    OpenedModel open(Model model) {
        OutputReader reader = outputs == null ? new RecognizingReader() : outputs.reader(null);
        return recognize(LoadedModel.of(model), null, ModelTraits.inputs(model), reader);
    }

    /** Closes the model if that fails. */
    private OpenedModel recognize(
            LoadedModel loaded, @Nullable Path file, List<String> ownInputs, OutputReader reader) {
        try {
            return seen(loaded, file, inputs.isEmpty() ? ownInputs : inputs, reader);
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    private OpenedModel seen(LoadedModel loaded, @Nullable Path file, List<String> said, OutputReader reader) {
        ModelDescription own = ModelTraits.describe(loaded.model());
        ModelDescription description = file == null
                ? own
                : new ModelDescription(String.valueOf(file.getFileName()), own.format(), own.producer(), own.engine());
        RuntimeException failure = null;
        for (List<String> names : said.isEmpty() ? USUAL_INPUTS : List.of(said)) {
            AttentionTranslator translator = AttentionTranslator.builder()
                    .tokenizer(tokenizer)
                    .inputs(names)
                    .describedAs(description)
                    .build(reader);
            AttentionRequest probe = AttentionRequest.builder(sample == null ? Sample.of(names) : sample)
                    .build();
            try {
                AttentionResult seen = loaded.predict(translator, probe);
                return new OpenedModel(loaded, file, translator, seen, reader, tokenizer, names, description);
            } catch (ExtractionException | InvalidInputException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw new ExtractionException(
                "The model " + description.name() + " does not run on "
                        + (sample == null ? "a sample of " + said : sample)
                        + "; say what it takes with inputs(…) and sample(…)"
                        + (failure == null ? "" : ". " + failure.getMessage()),
                failure);
    }
}
