package io.github.attention4j.djl;

import ai.djl.Model;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import io.github.attention4j.AttentionException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.djl.internal.RewrittenBlock;
import io.github.attention4j.djl.internal.TranslatorArguments;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;

/**
 * Makes translators from DJL's arguments, for {@code Criteria.optTranslatorFactory} and {@code serving.properties}.
 * Inputs are {@link AttentionRequest}, {@link String}, {@link Image} or {@link NDList}; the output is
 * {@link AttentionResult}.
 *
 * <p>Arguments, all optional and given as text: {@code tokenizer} (a {@code tokenizer.json}, relative to the model's
 * folder), {@code inputs} (names, separated by commas), {@code attention} (which outputs hold it, such as
 * {@code decoder:1-2,cross:3-4}, by position), {@code rewrite} (true for a TorchScript file that does not return
 * its attention: a copy that does is written to the folder for temporary files and loaded in its place),
 * {@code batching}, {@code padding}. For all inputs but requests:
 * {@code kinds}, {@code layers}, {@code heads}, {@code queryRows}, {@code reduction}, {@code vectors}, {@code outputs},
 * as in {@link AttentionRequest}. For images: {@code width}, {@code height}, {@code patchSize}, {@code specialTokens},
 * {@code mean}, {@code deviation}.
 */
public final class AttentionTranslatorFactory implements TranslatorFactory {
    /** Has no state. */
    public AttentionTranslatorFactory() {}

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return Set.of(
                new Pair<>(AttentionRequest.class, AttentionResult.class),
                new Pair<>(String.class, AttentionResult.class),
                new Pair<>(Image.class, AttentionResult.class),
                new Pair<>(NDList.class, AttentionResult.class));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <I, O> Translator<I, O> newInstance(Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        if (!isSupported(input, output)) {
            throw new TranslateException("Attention is given for AttentionRequest, String, Image and NDList as "
                    + "AttentionResult, not for " + input.getName() + " as " + output.getName());
        }
        try {
            // Checked by isSupported.
            return (Translator<I, O>) translator(input, new TranslatorArguments(arguments), model);
        } catch (AttentionException | NumberFormatException e) {
            throw new TranslateException("Cannot make a translator of " + arguments + ": " + e.getMessage(), e);
        }
    }

    private static Translator<?, AttentionResult> translator(
            Class<?> input, TranslatorArguments arguments, Model model) {
        AttentionTranslator.Builder builder = AttentionTranslator.builder()
                .inputs(arguments.list("inputs"))
                .batching(arguments.flag("batching", true))
                .padding(arguments.integer("padding", 0));
        arguments
                .text("tokenizer")
                .ifPresent(name -> builder.tokenizer(
                        HuggingFaceAttentionTokenizer.open(model.getModelPath().resolve(name))));
        if (!arguments.attention().isEmpty()) {
            builder.outputs(outputs -> attention(outputs, arguments));
        }
        AttentionTranslator requests =
                arguments.flag("rewrite", false) ? builder.build(RewrittenBlock.exchange(model)) : builder.build();
        if (input == String.class) {
            return requests.forTexts(arguments::options);
        }
        if (input == NDList.class) {
            return requests.forNDLists(arguments::options);
        }
        return input == Image.class ? images(requests, arguments) : requests;
    }

    private static AttentionOutputs.Builder attention(AttentionOutputs.Builder outputs, TranslatorArguments arguments) {
        arguments.attention().forEach((kind, positions) -> {
            for (int layer = 0; layer < positions.size(); layer++) {
                outputs.position(positions.get(layer), OutputPart.WEIGHTS, kind, layer);
            }
        });
        return outputs;
    }

    private static ImageAttentionTranslator images(AttentionTranslator requests, TranslatorArguments arguments) {
        ImageAttentionTranslator.Builder images = ImageAttentionTranslator.builder(requests)
                .options(arguments::options)
                .size(arguments.integer("width", 224), arguments.integer("height", 224))
                .patchSize(arguments.integer("patchSize", 16))
                .specialTokens(arguments.integer("specialTokens", 1));
        if (arguments.text("mean").isPresent() || arguments.text("deviation").isPresent()) {
            images.normalize(arguments.floats("mean", 0.5f), arguments.floats("deviation", 0.5f));
        }
        return images.build();
    }
}
