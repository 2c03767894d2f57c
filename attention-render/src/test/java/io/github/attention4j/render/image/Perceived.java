package io.github.attention4j.render.image;

import java.awt.image.BufferedImage;
import java.util.stream.IntStream;

/** How different two pictures look: the mean CIE 1976 colour difference after both were shrunk. 2.3 is just noticed. */
public final class Perceived {
    private static final double[] LINEAR =
            IntStream.range(0, 256).mapToDouble(Perceived::linear).toArray();

    private Perceived() {}

    /** A picture shrunk to at most so many pixels a side, each the mean of what was there. */
    public static BufferedImage thumbnail(BufferedImage image, int longest) {
        double scale = Math.min(1, (double) longest / Math.max(image.getWidth(), image.getHeight()));
        return resized(image, (int) Math.max(1, Math.round(image.getWidth() * scale)), (int)
                Math.max(1, Math.round(image.getHeight() * scale)));
    }

    /** The mean difference of two pictures; the first is shrunk to the second's size. */
    public static double distance(BufferedImage image, BufferedImage smaller) {
        BufferedImage left = resized(image, smaller.getWidth(), smaller.getHeight());
        double sum = 0;
        for (int y = 0; y < smaller.getHeight(); y++) {
            for (int x = 0; x < smaller.getWidth(); x++) {
                double[] one = lab(left.getRGB(x, y));
                double[] other = lab(smaller.getRGB(x, y));
                sum += Math.sqrt(Math.pow(one[0] - other[0], 2)
                        + Math.pow(one[1] - other[1], 2)
                        + Math.pow(one[2] - other[2], 2));
            }
        }
        return sum / (smaller.getWidth() * smaller.getHeight());
    }

    private static BufferedImage resized(BufferedImage image, int width, int height) {
        if (image.getWidth() == width && image.getHeight() == height) {
            return image;
        }
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        long[] sums = new long[width * height * 4];
        for (int i = 0; i < pixels.length; i++) {
            int row = i / image.getWidth();
            int column = i % image.getWidth();
            int cell = 4 * (row * height / image.getHeight() * width + column * width / image.getWidth());
            sums[cell] += (pixels[i] >> 16) & 0xff;
            sums[cell + 1] += (pixels[i] >> 8) & 0xff;
            sums[cell + 2] += pixels[i] & 0xff;
            sums[cell + 3]++;
        }
        BufferedImage resized = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int cell = 0; cell < width * height; cell++) {
            int rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
                rgb = (rgb << 8) | (int) (sums[4 * cell + channel] / Math.max(1, sums[4 * cell + 3]));
            }
            int row = cell / width;
            resized.setRGB(cell % width, row, rgb);
        }
        return resized;
    }

    private static double[] lab(int rgb) {
        double red = LINEAR[rgb >> 16 & 0xff];
        double green = LINEAR[rgb >> 8 & 0xff];
        double blue = LINEAR[rgb & 0xff];
        double x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
        double y = curve(0.2126 * red + 0.7152 * green + 0.0722 * blue);
        double z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double linear(int value) {
        double share = value / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static double curve(double share) {
        return share > 0.008856 ? Math.cbrt(share) : 7.787 * share + 16.0 / 116;
    }
}
