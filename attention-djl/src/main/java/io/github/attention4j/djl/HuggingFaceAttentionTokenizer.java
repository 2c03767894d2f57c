package io.github.attention4j.djl;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.CharSpan;
import io.github.attention4j.ExtractorClosedException;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.TokenizerException;
import io.github.attention4j.djl.internal.CodePoints;
import io.github.attention4j.djl.internal.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Hugging Face {@code tokenizer.json}, read by DJL's binding of the original library.
 *
 * <p>Never cuts and never pads, whatever the file says: a text that is too long is the model's to refuse. Thread-safe.
 */
public final class HuggingFaceAttentionTokenizer implements AttentionTokenizer {
    private final HuggingFaceTokenizer tokenizer;
    private final Vocabulary vocabulary;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    private HuggingFaceAttentionTokenizer(HuggingFaceTokenizer tokenizer, Vocabulary vocabulary) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
    }

    /**
     * Reads a tokenizer.
     *
     * @param tokenizerJson a {@code tokenizer.json}
     * @return a tokenizer that the caller closes
     * @throws TokenizerException if the file is missing or something else
     */
    public static HuggingFaceAttentionTokenizer open(Path tokenizerJson) {
        if (!Files.isRegularFile(tokenizerJson)) {
            throw new TokenizerException("There is no tokenizer file " + tokenizerJson
                    + "; expected the tokenizer.json that belongs to the model");
        }
        try {
            return open(Files.readAllBytes(tokenizerJson), tokenizerJson.toString());
        } catch (IOException e) {
            throw new TokenizerException("Cannot read the tokenizer file " + tokenizerJson, e);
        }
    }

    /**
     * Reads a tokenizer.
     *
     * @param tokenizerJson the content of a {@code tokenizer.json}
     * @return a tokenizer that the caller closes
     * @throws TokenizerException if the content is something else
     */
    public static HuggingFaceAttentionTokenizer open(byte[] tokenizerJson) {
        return open(tokenizerJson, "the given bytes");
    }

    private static HuggingFaceAttentionTokenizer open(byte[] content, String name) {
        Vocabulary vocabulary;
        try {
            vocabulary = Vocabulary.parse(new String(content, StandardCharsets.UTF_8));
        } catch (TokenizerException e) {
            throw new TokenizerException("Cannot read the tokenizer in " + name + ": " + e.getMessage(), e);
        }
        try {
            Map<String, String> options = Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "true");
            return new HuggingFaceAttentionTokenizer(
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(content), options), vocabulary);
        } catch (IOException | RuntimeException e) {
            throw new TokenizerException("Cannot read the tokenizer in " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public TokenSequence encode(String text) {
        String formed = CodePoints.wellFormed(text);
        return locked(() -> tokens(tokenizer.encode(formed, true, false), text, null));
    }

    @Override
    public TokenSequence encode(String text, String pair) {
        String first = CodePoints.wellFormed(text);
        String second = CodePoints.wellFormed(pair);
        return locked(() -> tokens(tokenizer.encode(first, second, true, false), text, pair));
    }

    @Override
    public TokenSequence describe(long... ids) {
        List<Token> tokens = new ArrayList<>(ids.length);
        for (long id : ids) {
            String piece = vocabulary.piece(id);
            boolean special = vocabulary.isSpecial(id);
            String text = special ? piece : vocabulary.text(piece);
            tokens.add(new Token(tokens.size(), id, piece, text, null, special, 0, Token.UNKNOWN, null));
        }
        return TokenSequence.of(tokens);
    }

    @Override
    public String decode(long... ids) {
        for (long id : ids) {
            vocabulary.piece(id);
        }
        return locked(() -> tokenizer.decode(ids, true));
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                tokenizer.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The native library crashes the process when a closed tokenizer is used. */
    private <T> T locked(Supplier<T> call) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new ExtractorClosedException("The tokenizer is closed; open another one");
            }
            return call.get();
        } catch (IllegalStateException e) {
            throw new TokenizerException("The tokenizer failed: " + e.getMessage(), e);
        } finally {
            lock.readLock().unlock();
        }
    }

    private TokenSequence tokens(Encoding encoding, String text, @Nullable String pair) {
        String[] inputs = {text, pair == null ? "" : pair};
        CodePoints[] positions = {new CodePoints(inputs[0]), new CodePoints(inputs[1])};
        long[] ids = encoding.getIds();
        String[] pieces = encoding.getTokens();
        long[] sequences = encoding.getSequenceIds();
        List<Token> tokens = new ArrayList<>(ids.length);
        for (int index = 0; index < ids.length; index++) {
            boolean special = encoding.getSpecialTokenMask()[index] != 0;
            boolean added = special || sequences[index] < 0;
            int segment = (int) (added ? encoding.getTypeIds()[index] : sequences[index]);
            int input = segment == 1 && pair != null ? 1 : 0;
            CharSpan span = added ? null : span(encoding, index, positions[input]);
            String piece = pieces[index];
            tokens.add(new Token(
                    index,
                    ids[index],
                    piece,
                    special ? piece : text(piece, span, inputs[input]),
                    span,
                    special,
                    segment,
                    (int) encoding.getWordIds()[index],
                    null));
        }
        return TokenSequence.of(tokens);
    }

    /** The library counts code points; Java counts UTF-16 units. */
    private static @Nullable CharSpan span(Encoding encoding, int index, CodePoints positions) {
        var span = encoding.getCharTokenSpans()[index];
        return span == null ? null : new CharSpan(positions.unit(span.getStart()), positions.unit(span.getEnd()));
    }

    /** What the reader wrote, in the reader's own spelling, where the token covers some of it. */
    private String text(String piece, @Nullable CharSpan span, String input) {
        String covered = span == null ? "" : span.of(input).strip();
        return covered.isEmpty() ? vocabulary.text(piece) : covered;
    }
}
