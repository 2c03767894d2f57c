package io.github.attention4j.djl.script.internal.site;

import io.github.attention4j.djl.script.internal.flow.Node;
import java.util.HashSet;
import java.util.Set;

/** PyTorch's operators by what they do to an attention's scores and weights. */
final class Operators {
    /** Move numbers about, or change their type. */
    static final Set<String> LAYOUT = Set.of(
            "view",
            "reshape",
            "transpose",
            "permute",
            "contiguous",
            "unsqueeze",
            "squeeze",
            "expand",
            "expand_as",
            "flatten",
            "unflatten",
            "slice",
            "select",
            "clone",
            "detach",
            "alias",
            "to",
            "type_as",
            "float",
            "half",
            "double",
            "bfloat16",
            "t",
            "movedim",
            "swapaxes",
            "swapdims",
            "narrow",
            "repeat",
            "type",
            "view_as",
            "reshape_as",
            "_unsafe_view",
            "rearrange",
            "chunk",
            "split");
    /** One of several values. */
    static final Set<String> WAYS = Set.of(Node.CHOICE, Node.LOOP, Node.PACK, Node.ITEM);
    /** Give weights another value than the softmax has: the last of them is what the model goes on with. */
    static final Set<String> CORRECTIONS =
            Set.of("masked_fill", "where", "mul", "nan_to_num", "div", "multiply", "true_divide");
    /** Random in training, nothing in evaluation. */
    static final Set<String> DROPOUT = Set.of("dropout", "feature_dropout", "alpha_dropout", "native_dropout");

    /** From a product to the softmax. */
    static final Set<String> SCORING = union(
            LAYOUT,
            WAYS,
            Set.of(
                    "add",
                    "sub",
                    "rsub",
                    "mul",
                    "div",
                    "true_divide",
                    "multiply",
                    "divide",
                    "subtract",
                    "masked_fill",
                    "where",
                    "maximum",
                    "minimum",
                    "tanh",
                    "clamp",
                    "clamp_min",
                    "clamp_max",
                    "nan_to_num",
                    "neg",
                    "softcap"));
    /** From a softmax to the product with the values. */
    static final Set<String> WEIGHTING = union(LAYOUT, WAYS, CORRECTIONS, DROPOUT);

    /** Tell of a tensor's form, not of its content. */
    static final Set<String> FORM_ONLY = Set.of(
            "size",
            "dim",
            "len",
            "numel",
            "shape",
            "dtype",
            "device",
            "layout",
            "is_cuda",
            "is_nested",
            "is_floating_point",
            "requires_grad",
            "zeros_like",
            "ones_like",
            "full_like",
            "empty_like",
            "rand_like",
            "randn_like",
            "new_zeros",
            "new_ones",
            "new_full",
            "new_empty",
            "__is__",
            "__isnot__",
            "isinstance",
            "_shape_as_tensor",
            "sym_size");

    private Operators() {}

    private static Set<String> union(Set<?>... sets) {
        Set<String> all = new HashSet<>();
        for (Set<?> set : sets) {
            set.forEach(name -> all.add((String) name));
        }
        return Set.copyOf(all);
    }
}
