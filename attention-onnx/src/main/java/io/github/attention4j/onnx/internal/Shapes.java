package io.github.attention4j.onnx.internal;

import ai.onnxruntime.TensorInfo;

/** Declared shapes, in which some extents are open. */
final class Shapes {
    private Shapes() {}

    /** Such as {@code INT64[1, sequence]}. */
    static String describe(TensorInfo info) {
        StringBuilder text = new StringBuilder(Types.of(info).name()).append('[');
        long[] shape = info.getShape();
        String[] names = info.getDimensionNames();
        for (int axis = 0; axis < shape.length; axis++) {
            boolean named = names != null && axis < names.length && !names[axis].isEmpty();
            text.append(axis == 0 ? "" : ", ")
                    .append(shape[axis] >= 0 ? Long.toString(shape[axis]) : named ? names[axis] : "?");
        }
        return text.append(']').toString();
    }

    static boolean fits(TensorInfo info, long[] given) {
        long[] shape = info.getShape();
        if (shape.length != given.length) {
            // A declaration without any axes may also stand for an unknown shape.
            return shape.length == 0;
        }
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] >= 0 && shape[axis] != given[axis]) {
                return false;
            }
        }
        return true;
    }
}
