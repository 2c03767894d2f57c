package io.github.attention4j;

/** What is kept of a layer's heads. A reduction happens inside the model's graph where the backend can do that. */
public sealed interface Reduction {
    /** Every weight of every selected head. */
    Reduction NONE = new None();

    /** One matrix per layer: the mean over the selected heads. Rows sum to 1. */
    Reduction HEAD_MEAN = new HeadMean();

    /** One matrix per layer: the largest weight over the selected heads. Rows sum to at least 1. */
    Reduction HEAD_MAX = new HeadMax();

    /**
     * The largest weights of each row; the others read as 0.
     *
     * @param k how many weights of each row to keep, at least 1
     * @return the reduction
     * @throws InvalidRequestException if k is less than 1
     */
    static Reduction topK(int k) {
        return new TopK(k);
    }

    /**
     * What the rows of the result are.
     *
     * @return the meaning of a row after this reduction of distributions
     */
    RowMeaning rowMeaning();

    /** See {@link Reduction#NONE}. */
    record None() implements Reduction {
        @Override
        public RowMeaning rowMeaning() {
            return RowMeaning.DISTRIBUTION;
        }
    }

    /** See {@link Reduction#HEAD_MEAN}. */
    record HeadMean() implements Reduction {
        @Override
        public RowMeaning rowMeaning() {
            return RowMeaning.HEAD_MEAN;
        }
    }

    /** See {@link Reduction#HEAD_MAX}. */
    record HeadMax() implements Reduction {
        @Override
        public RowMeaning rowMeaning() {
            return RowMeaning.HEAD_MAX;
        }
    }

    /**
     * See {@link Reduction#topK(int)}.
     *
     * @param k how many weights of each row are kept
     */
    record TopK(int k) implements Reduction {
        /**
         * Checks k.
         *
         * @param k how many weights of each row are kept
         * @throws InvalidRequestException if k is less than 1
         */
        public TopK {
            if (k < 1) {
                throw new InvalidRequestException("Top-k keeps at least one weight of each row, not " + k);
            }
        }

        @Override
        public RowMeaning rowMeaning() {
            return RowMeaning.TOP_K;
        }
    }

    /**
     * Reads {@code none}, {@code head-mean}, {@code head-max} or {@code top-k:N}.
     *
     * @param text the name on the command line
     * @return the reduction
     * @throws InvalidRequestException if the text is none of these
     */
    static Reduction parse(String text) {
        if (text.startsWith("top-k:")) {
            try {
                return topK(Integer.parseInt(text.substring("top-k:".length()).strip()));
            } catch (NumberFormatException e) {
                throw unknown(text);
            }
        }
        return switch (text) {
            case "none" -> NONE;
            case "head-mean" -> HEAD_MEAN;
            case "head-max" -> HEAD_MAX;
            default -> throw unknown(text);
        };
    }

    private static InvalidRequestException unknown(String text) {
        return new InvalidRequestException(
                "Unknown reduction \"" + text + "\"; expected none, head-mean, head-max or top-k:N");
    }
}
