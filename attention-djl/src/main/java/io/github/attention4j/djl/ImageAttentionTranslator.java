package io.github.attention4j.djl;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.djl.internal.MappedTranslator;
import io.github.attention4j.djl.internal.PatchGrid;
import io.github.attention4j.djl.internal.Pixels;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The attention of a vision transformer on an image (Dosovitskiy et al. 2021): the image's patches become tokens with
 * their places in it, the class token is special. Works on DJL's PyTorch and OnnxRuntime engines.
 *
 * <p>A translator belongs to one model. Thread-safe.
 */
public final class ImageAttentionTranslator implements Translator<Image, AttentionResult> {
    private final AttentionTranslator requests;
    private final MappedTranslator<Image> mapped;
    private final UnaryOperator<AttentionRequest.Builder> options;
    private final Pixels pixels;
    private final TokenSequence tokens;

    private ImageAttentionTranslator(AttentionTranslator requests, Builder builder) {
        this.requests = requests;
        this.options = builder.options;
        this.pixels = new Pixels(
                builder.width,
                builder.height,
                new Pixels.Channels(builder.mean.clone()),
                new Pixels.Channels(builder.deviation.clone()));
        this.tokens = new PatchGrid(
                        builder.height / builder.patch, builder.width / builder.patch, builder.specialTokens)
                .tokens();
        this.mapped = new MappedTranslator<>(requests, this::request);
    }

    /**
     * Starts a translator for images of 224 x 224 pixels in patches of 16 x 16, one class token, normalised with mean
     * 0.5 and deviation 0.5.
     *
     * @param requests runs the requests
     * @return a builder
     */
    public static Builder builder(AttentionTranslator requests) {
        return new Builder(requests);
    }

    private AttentionRequest request(Image image) {
        List<String> inputs = requests.inputs();
        if (inputs.size() != 1) {
            throw new InvalidRequestException("An image is one input, but the model takes " + inputs
                    + "; say the image's name with AttentionTranslator.builder().inputs(…)");
        }
        AttentionInput input = new AttentionInput.Tensors(Map.of(inputs.get(0), pixels.of(image)), tokens, tokens);
        return options.apply(AttentionRequest.builder(input)).build();
    }

    @Override
    public void prepare(TranslatorContext context) throws Exception {
        mapped.prepare(context);
    }

    @Override
    public @Nullable Batchifier getBatchifier() {
        return mapped.getBatchifier();
    }

    @Override
    public NDList processInput(TranslatorContext context, Image image) throws Exception {
        return mapped.processInput(context, image);
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<Image> images) throws Exception {
        return mapped.batchProcessInput(context, images);
    }

    @Override
    public AttentionResult processOutput(TranslatorContext context, NDList outputs) throws Exception {
        return requirePatches(mapped.processOutput(context, outputs));
    }

    @Override
    public List<AttentionResult> batchProcessOutput(TranslatorContext context, NDList outputs) throws Exception {
        List<AttentionResult> results = mapped.batchProcessOutput(context, outputs);
        results.forEach(this::requirePatches);
        return results;
    }

    private AttentionResult requirePatches(AttentionResult result) {
        if (result.has(AttentionKind.ENCODER)) {
            int keys = result.stack(AttentionKind.ENCODER).keyTokens().size();
            if (keys != tokens.size()) {
                throw new InvalidRequestException("The model has " + keys + " tokens for an image, but " + tokens.size()
                        + " were said: patches and special tokens. Check size(…), patchSize(…) and specialTokens(…)");
            }
        }
        return result;
    }

    /** Collects what a translator needs; not thread-safe. */
    public static final class Builder {
        private final AttentionTranslator requests;
        private UnaryOperator<AttentionRequest.Builder> options = request -> request;
        private int width = 224;
        private int height = 224;
        private int patch = 16;
        private int specialTokens = 1;
        private float[] mean = {0.5f, 0.5f, 0.5f};
        private float[] deviation = {0.5f, 0.5f, 0.5f};

        private Builder(AttentionTranslator requests) {
            this.requests = requests;
        }

        /**
         * How much of the attention is wanted; without this call everything.
         *
         * @param newOptions such as {@code o -> o.layers(0)}
         * @return this builder
         */
        public Builder options(UnaryOperator<AttentionRequest.Builder> newOptions) {
            this.options = newOptions;
            return this;
        }

        /**
         * The size of the images that the model takes; others are stretched to it.
         *
         * @param newWidth pixels from left to right
         * @param newHeight pixels from top to bottom
         * @return this builder
         */
        public Builder size(int newWidth, int newHeight) {
            this.width = newWidth;
            this.height = newHeight;
            return this;
        }

        /**
         * The size of a patch.
         *
         * @param pixels its width and height
         * @return this builder
         */
        public Builder patchSize(int pixels) {
            this.patch = pixels;
            return this;
        }

        /**
         * How many tokens the model puts before the patches.
         *
         * @param count 1 for a class token, 2 with one for distillation, 0 for none
         * @return this builder
         */
        public Builder specialTokens(int count) {
            this.specialTokens = count;
            return this;
        }

        /**
         * How pixels, 0 to 1, are normalised.
         *
         * @param newMean subtracted from each channel; three numbers for colours, one for grey images
         * @param newDeviation what each channel is then divided by
         * @return this builder
         */
        public Builder normalize(float[] newMean, float[] newDeviation) {
            this.mean = newMean.clone();
            this.deviation = newDeviation.clone();
            return this;
        }

        /**
         * Makes the translator.
         *
         * @return the translator
         * @throws InvalidRequestException if patches do not fill the image, or there are not one or three channels
         */
        public ImageAttentionTranslator build() {
            if (patch < 1 || width < patch || height < patch || width % patch != 0 || height % patch != 0) {
                throw new InvalidRequestException("An image of " + width + " x " + height
                        + " pixels cannot be cut into patches of " + patch + " x " + patch);
            }
            if ((mean.length != 1 && mean.length != 3) || deviation.length != mean.length) {
                throw new InvalidRequestException(
                        "Images have one channel or three, and a mean and a deviation for each; " + "there are "
                                + mean.length + " and " + deviation.length);
            }
            return new ImageAttentionTranslator(requests, this);
        }
    }
}
