package io.github.attention4j.onnx;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractorContract;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.AttentionInput;
import java.util.List;

class MiniLmContractTest extends AttentionExtractorContract {
    @Override
    protected AttentionExtractor openExtractor() {
        return AttentionExtractors.open(MiniLm.FLOAT, MiniLm.TOKENIZER);
    }

    @Override
    protected List<AttentionInput> inputs() {
        return List.of(
                new AttentionInput.Text("The cat sat on the mat", null),
                new AttentionInput.Text("Is it raining?", "Take an umbrella, the forecast 🌧 says so."),
                new AttentionInput.TokenIds(101, 7592, 2088, 102));
    }
}
