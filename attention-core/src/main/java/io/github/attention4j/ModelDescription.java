package io.github.attention4j;

/**
 * Where a result comes from.
 *
 * @param name the model's file name, or what the caller calls it
 * @param format the file format, such as {@code onnx} or {@code torchscript}
 * @param producer what wrote the file, as the file says, or empty
 * @param engine what ran the model, with its version, or empty
 */
public record ModelDescription(String name, String format, String producer, String engine) {
    /** For attention that the caller brought along. */
    public static final ModelDescription UNKNOWN = new ModelDescription("", "", "", "");
}
