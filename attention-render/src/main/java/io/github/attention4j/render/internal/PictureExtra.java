package io.github.attention4j.render.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import java.io.IOException;
import java.util.Arrays;

/** The picture that a model saw; decoded by the page itself, so that no policy has to allow images. */
public final class PictureExtra implements Extra {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final byte[] png;

    /**
     * A picture.
     *
     * @param png the content of a PNG file, copied
     * @param attention the result that it belongs to
     * @throws InvalidRequestException if it is no PNG, or no key token has a place in it
     */
    public PictureExtra(byte[] png, AttentionResult attention) {
        if (png.length < SIGNATURE.length || !Arrays.equals(png, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            throw new InvalidRequestException("The picture must be the content of a PNG file, but its " + png.length
                    + " bytes do not begin like one");
        }
        if (attention.stacks().stream()
                .noneMatch(stack -> stack.keyTokens().stream().anyMatch(token -> token.region() != null))) {
            throw new InvalidRequestException("No key token of this result has a region, a place in the picture: "
                    + "give the patches theirs with Token.withRegion");
        }
        this.png = png.clone();
    }

    @Override
    public String name() {
        return "picture";
    }

    @Override
    public boolean opens(AttentionLayer layer) {
        return layer.keyTokens().stream().anyMatch(token -> token.region() != null);
    }

    @Override
    public void write(JsonGenerator json, BlockList blocks, SequenceTable sequences) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "image/png");
        json.writeNumberField("block", blocks.add(new Content(png)));
        json.writeEndObject();
    }

    private static final class Content implements Block {
        private final byte[] bytes;

        private Content(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public byte[] chunk(int index) {
            try (Deflate deflate = new Deflate(bytes.length, false)) {
                deflate.add(bytes, bytes.length);
                return deflate.finish();
            }
        }
    }
}
