package io.github.attention4j.onnx.graph.wire;

/**
 * A part of a file.
 *
 * @param start the first byte
 * @param end one past the last byte
 */
public record ByteRange(int start, int end) {
    /**
     * The number of bytes.
     *
     * @return end minus start
     */
    public int length() {
        return end - start;
    }
}
