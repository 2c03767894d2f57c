package io.github.attention4j.examples.backend;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.ExtractorClosedException;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.spi.WholeAttention;
import java.util.List;
import java.util.stream.IntStream;

/** The backend: hands the engine its input, and what the engine computed to whoever asked. */
final class LettersExtractor implements AttentionExtractor {
    private final LettersEngine engine;
    private final ModelDescription description;
    private volatile boolean closed;

    LettersExtractor(LettersEngine engine, String name) {
        this.engine = engine;
        this.description = new ModelDescription(name, "safetensors", "train.py", "letters");
    }

    @Override
    public AttentionResult extract(AttentionRequest request) {
        if (closed) {
            throw new ExtractorClosedException("This extractor of " + description.name() + " is closed");
        }
        long[] ids = ids(request.input());
        String[] letters = IntStream.range(0, ids.length)
                .mapToObj(i -> "" + (char) ('a' + ids[i]))
                .toArray(String[]::new);
        TokenSequence tokens = TokenSequence.ofTexts(letters);
        AttentionResult.Builder whole = AttentionResult.builder().model(description);
        List<float[]> attention = engine.run(ids);
        for (int layer = 0; layer < attention.size(); layer++) {
            whole.layer(AttentionKind.DECODER, layer, tokens, attention.get(layer));
        }
        return WholeAttention.part(whole.build(), request);
    }

    private long[] ids(AttentionInput input) {
        long[] ids;
        if (input instanceof AttentionInput.TokenIds given) {
            ids = given.ids();
        } else if (input instanceof AttentionInput.Text text && text.pair() == null) {
            ids = text.text().chars().mapToLong(letter -> letter - 'a').toArray();
        } else {
            throw new InvalidInputException("The model reads one text, or ids; it has no use for " + input);
        }
        if (ids.length == 0 || ids.length > engine.longest) {
            throw new InvalidInputException("The model reads 1 to " + engine.longest + " letters, not " + ids.length);
        }
        for (long id : ids) {
            if (id < 0 || id > 25) {
                throw new InvalidInputException("The model reads the letters a to z (0 to 25), not " + id);
            }
        }
        return ids;
    }

    @Override
    public List<AttentionSite> sites() {
        return IntStream.range(0, engine.layers)
                .mapToObj(layer -> new AttentionSite(AttentionKind.DECODER, layer, engine.heads, "softmax", ""))
                .toList();
    }

    @Override
    public ModelDescription model() {
        return description;
    }

    @Override
    public void close() {
        closed = true;
    }
}
