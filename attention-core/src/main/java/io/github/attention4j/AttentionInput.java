package io.github.attention4j;

import io.github.attention4j.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a model is run on. */
public sealed interface AttentionInput {
    /**
     * One text, or two that are told apart by the model ({@code [CLS] A [SEP] B [SEP]}).
     *
     * @param text the text, sentence A
     * @param pair sentence B, or null
     */
    record Text(String text, @Nullable String pair) implements AttentionInput {
        /**
         * Refuses a null text.
         *
         * @param text sentence A
         * @param pair sentence B, or null
         */
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /** Vocabulary numbers, special tokens included: nothing is added to them. */
    final class TokenIds implements AttentionInput {
        private final long[] ids;

        /**
         * An input of vocabulary numbers.
         *
         * @param ids the numbers; copied
         */
        public TokenIds(long... ids) {
            this.ids = ids.clone();
        }

        /**
         * The numbers.
         *
         * @return a copy
         */
        public long[] ids() {
            return ids.clone();
        }

        @Override
        public String toString() {
            return "TokenIds" + Arrays.toString(ids);
        }
    }

    /**
     * The model's inputs by their own names: images, audio, or ids with masks of one's own. The first dimension is
     * the batch and must be 1, as a batch is not a dimension of the result.
     *
     * @param tensors the inputs by name
     * @param queryTokens labels for the rows, or null to number them
     * @param keyTokens labels for the columns of cross-attention and of encoders, or null to number them
     */
    record Tensors(Map<String, Tensor> tensors, @Nullable TokenSequence queryTokens, @Nullable TokenSequence keyTokens)
            implements AttentionInput {
        /**
         * Copies the map.
         *
         * @param tensors the inputs by name
         * @param queryTokens labels for the rows, or null
         * @param keyTokens labels for the columns, or null
         */
        public Tensors {
            tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        }
    }
}
