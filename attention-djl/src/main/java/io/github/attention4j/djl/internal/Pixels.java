package io.github.attention4j.djl.internal;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.util.passthrough.PassthroughNDManager;
import io.github.attention4j.tensor.Tensor;
import java.nio.ByteBuffer;

/**
 * Turns images into what vision models take: {@code [1, channels, height, width]}, 0 to 1, normalised. Done in Java, as
 * not every engine has the operators.
 *
 * @param width pixels from left to right
 * @param height pixels from top to bottom
 * @param mean subtracted from each channel; one number for grey images, three for colours
 * @param deviation what each channel is then divided by
 */
public record Pixels(int width, int height, Channels mean, Channels deviation) {
    /** One number per channel. */
    public static final class Channels {
        private final float[] values;

        /**
         * Some numbers.
         *
         * @param values one per channel, not copied
         */
        public Channels(float... values) {
            this.values = values;
        }

        int count() {
            return values.length;
        }

        float get(int channel) {
            return values[channel];
        }
    }

    /**
     * Reads an image.
     *
     * @param image any size; stretched to the model's
     * @return the model's input
     */
    public Tensor of(Image image) {
        boolean fits = image.getWidth() == width && image.getHeight() == height;
        Image sized = fits ? image : image.resize(width, height, false);
        int channels = mean.count();
        float[] values = new float[channels * height * width];
        Image.Flag flag = channels == 1 ? Image.Flag.GRAYSCALE : Image.Flag.COLOR;
        try (NDArray array = sized.toNDArray(PassthroughNDManager.INSTANCE, flag)) {
            ByteBuffer bytes = array.toByteBuffer(true);
            for (int pixel = 0; pixel < height * width; pixel++) {
                for (int channel = 0; channel < channels; channel++) {
                    float value = (bytes.get(pixel * channels + channel) & 0xff) / 255f;
                    values[channel * height * width + pixel] = (value - mean.get(channel)) / deviation.get(channel);
                }
            }
        }
        return Tensor.ofFloats(values, 1, channels, height, width);
    }
}
