package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.wire.ByteRange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the few stored numbers that say something about a graph's form: axes, shapes, the corner of a mask. */
final class Constants {
    private static final int LONGEST_LIST = 64;

    private Constants() {}

    /** A short list of stored whole numbers; empty if it is not one. */
    static List<Long> integers(Scope scope, String name) {
        StoredTensor stored = scope.stored(name);
        if (stored == null) {
            return inline(scope, name);
        }
        if (!stored.integers().isEmpty()) {
            return stored.integers();
        }
        ByteBuffer data = data(scope, stored);
        long size = stored.size();
        if (data == null
                || stored.elementType() != StoredTensor.INT64
                || size < 0
                || size > LONGEST_LIST
                || data.limit() < size * Long.BYTES) {
            return List.of();
        }
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(data.getLong(i * Long.BYTES));
        }
        return values;
    }

    private static List<Long> inline(Scope scope, String name) {
        OnnxNode node = scope.home(name).producer(name);
        return node == null || !node.is("Constant") ? List.of() : node.integers("value_ints");
    }

    /**
     * Whether a stored square matrix treats what is before the diagonal otherwise than what is behind it: a causal
     * mask. Looks at its first corner only.
     */
    static boolean isTriangular(Scope scope, StoredTensor stored) {
        int rank = stored.shape().size();
        if (rank < 2) {
            return false;
        }
        long columns = stored.shape().get(rank - 1);
        if (columns < 2 || !stored.shape().get(rank - 2).equals(columns)) {
            return false;
        }
        long elements = stored.size();
        if (stored.integers().size() == elements) {
            List<Long> values = stored.integers();
            int row = (int) columns;
            return !values.get(1).equals(values.get(row))
                    && values.get(row).equals(values.get(0))
                    && values.get(row + 1).equals(values.get(0));
        }
        ByteBuffer data = data(scope, stored);
        if (data == null || elements <= 0 || data.limit() % elements != 0) {
            return false;
        }
        int width = (int) (data.limit() / elements);
        ByteBuffer diagonal = data.slice(0, width);
        ByteBuffer above = data.slice(width, width);
        ByteBuffer below = data.slice((int) columns * width, width);
        ByteBuffer nextDiagonal = data.slice(((int) columns + 1) * width, width);
        return !above.equals(below) && below.equals(diagonal) && nextDiagonal.equals(diagonal);
    }

    private static @Nullable ByteBuffer data(Scope scope, StoredTensor stored) {
        ByteRange range = stored.data();
        return range == null
                ? null
                : scope.bytes().slice(range.start(), range.length()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
