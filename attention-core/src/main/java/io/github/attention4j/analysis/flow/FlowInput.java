package io.github.attention4j.analysis.flow;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.RowMeaning;
import java.util.List;

/** What can be followed from layer to layer: self-attention of all tokens, no layer missing. */
final class FlowInput {
    private FlowInput() {}

    static List<AttentionLayer> layers(AttentionStack stack, int fromLayer) {
        List<AttentionLayer> layers =
                stack.stream().filter(layer -> layer.number() >= fromLayer).toList();
        if (stack.kind() == AttentionKind.CROSS) {
            throw new InvalidRequestException(
                    "Cross-attention cannot be followed by itself; follow encoder and decoder together");
        }
        if (layers.isEmpty()) {
            throw new InvalidRequestException(
                    "There is no layer from number " + fromLayer + " on; there are " + stack.layers());
        }
        for (int i = 0; i < layers.size(); i++) {
            require(layers.get(i));
            if (layers.get(i).number() != layers.get(0).number() + i) {
                throw new InvalidRequestException(
                        "The way through " + stack.kind().label() + " layers " + stack.layers()
                                + " has a gap; extract all layers in between");
            }
        }
        return layers;
    }

    static void require(AttentionLayer layer) {
        boolean square = layer.queryTokens().size() == layer.keyTokens().size() || layer.kind() == AttentionKind.CROSS;
        boolean weights = layer.rowMeaning() != RowMeaning.SCORES && layer.rowMeaning() != RowMeaning.GRADIENTS;
        if (!square || !weights || layer.windowCount() != 1) {
            throw new InvalidRequestException("Following attention needs weights of all tokens on all tokens, but "
                    + layer + " holds " + layer.rowMeaning() + " in " + layer.windowCount()
                    + " windows; extract all rows");
        }
    }
}
