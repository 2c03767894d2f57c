package io.github.attention4j.onnx.internal;

import ai.onnxruntime.TensorInfo;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which inputs go to which file of a model in two files, and what the encoder hands on. */
final class EncoderDecoderInputs {
    /** Both files may call an input the same; with this before its name it is the decoder's. */
    private static final String DECODERS_OWN = "decoder_";

    private static final int STATES_RANK = 3;

    private final OnnxRunner encoder;
    private final OnnxRunner decoder;
    private final String states;

    EncoderDecoderInputs(OnnxRunner encoder, OnnxRunner decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.states = decoder.inputs().entrySet().stream()
                .filter(input -> Types.of(input.getValue()).isFloat() && !ModelInputs.isCache(input.getKey()))
                .filter(input -> input.getValue().getShape().length == STATES_RANK)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new ModelFormatException(
                        "The decoder " + decoder.model().name()
                                + " has no input for an encoder's states, [batch, tokens, width]; its inputs are "
                                + ModelInputs.describe(decoder.inputs())));
    }

    Map<String, Tensor> encoders(Map<String, Tensor> given) {
        Map<String, Tensor> own = new LinkedHashMap<>(given);
        own.keySet().removeIf(name -> !encoder.inputs().containsKey(name));
        return own;
    }

    Map<String, Tensor> decoders(Map<String, Tensor> given) {
        Map<String, Tensor> own = new LinkedHashMap<>();
        given.forEach((name, tensor) -> {
            String inner = name.startsWith(DECODERS_OWN) ? name.substring(DECODERS_OWN.length()) : name;
            if (decoder.inputs().containsKey(name) && !encoder.inputs().containsKey(name)) {
                own.put(name, tensor);
            } else if (!inner.equals(name) && decoder.inputs().containsKey(inner)) {
                own.put(inner, tensor);
            } else if (!encoder.inputs().containsKey(name)) {
                throw new InvalidInputException("Neither file has an input \"" + name + "\". The encoder's are "
                        + ModelInputs.describe(encoder.inputs()) + ", the decoder's "
                        + ModelInputs.describe(decoder.inputs()) + "; write " + DECODERS_OWN
                        + " before a name that both have to mean the decoder's");
            }
        });
        return own;
    }

    /** What the decoder gets of a run of the encoder. */
    Map<String, Tensor> handedOn(Map<String, Tensor> encoderOutputs) {
        Tensor hidden = encoderOutputs.values().stream()
                .filter(output -> output.type().isFloat() && output.shape().length == STATES_RANK)
                .findFirst()
                .orElseThrow(() -> new ExtractionException("The encoder "
                        + encoder.model().name() + " gave no states [batch, tokens, width], but " + encoderOutputs));
        Map<String, Tensor> handedOn = new LinkedHashMap<>();
        handedOn.put(states, hidden);
        for (Map.Entry<String, TensorInfo> input : decoder.inputs().entrySet()) {
            if (input.getKey().contains("encoder") && input.getKey().contains("mask")) {
                long[] ones = new long[Math.toIntExact(hidden.shape()[1])];
                Arrays.fill(ones, 1);
                handedOn.put(input.getKey(), ModelInputs.integers(input.getValue(), ones));
            }
        }
        return handedOn;
    }
}
