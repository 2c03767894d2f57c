package io.github.attention4j.onnx.graph.site;

import java.util.Set;

/** What the search knows about operators, by their types. */
final class Operators {
    /** Give shapes, or numbers made of shapes: what they return does not depend on the values they are given. */
    static final Set<String> SHAPE_ONLY = Set.of("Shape", "Size");

    /** Multiply two tensors and sum over one axis of each. */
    static final Set<String> PRODUCTS = Set.of(
            "MatMul",
            "FusedMatMul",
            "TransposeMatMul",
            "Gemm",
            "Einsum",
            "MatMulInteger",
            "MatMulIntegerToFloat",
            "DynamicQuantizeMatMul",
            "QLinearMatMul");

    /** Give each element of their first input, changed one by one or not at all. */
    static final Set<String> ELEMENT_WISE_UNARY = Set.of(
            "Cast",
            "CastLike",
            "Identity",
            "Dropout",
            "Clip",
            "Tanh",
            "Neg",
            "QuantizeLinear",
            "DequantizeLinear",
            "DynamicQuantizeLinear",
            "Trilu");

    /** Combine tensors element by element. */
    static final Set<String> ELEMENT_WISE = Set.of("Add", "Sub", "Mul", "Div", "Where", "Max", "Min", "Sum");

    /** Rearrange or cut their first input. */
    static final Set<String> LAYOUT = Set.of("Reshape", "Transpose", "Squeeze", "Unsqueeze", "Slice", "Expand", "Pad");

    private Operators() {}
}
