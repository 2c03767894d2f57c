package io.github.attention4j.djl.script.internal.edit;

import io.github.attention4j.djl.script.internal.source.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The file of functions that a rewritten program calls, as far as it calls them. */
final class Helpers {
    /** In every name that is added to a program. */
    static final String NAME = "attention4j";
    /** The variable that gathers tensors. */
    static final String TENSORS = NAME;
    /** The variable that gathers their numbers. */
    static final String CODES = NAME + "_codes";
    /** The variable that tells which numbers are wanted. */
    static final String WANTED = NAME + "_wanted";
    /** The file that holds the functions. */
    static final String PATH = "__torch__/" + NAME + ".py";

    private static final List<String> GATHERED = List.of("tensors: List[Tensor]", "codes: List[int]", "wanted: Tensor");
    private static final List<String> PARTS =
            List.of("code: int", "query_code: int", "key_code: int", "value_code: int");
    private static final List<String> PROJECTIONS =
            List.of("qkv_weight: Tensor", "qkv_bias: Tensor", "proj_weight: Tensor", "proj_bias: Tensor");

    private static final List<String> MULTI_HEAD_PARAMETERS = joined(
            GATHERED,
            PARTS,
            List.of("query: Tensor", "key: Tensor", "value: Tensor", "embed_dim: int", "num_head: int"),
            PROJECTIONS);

    private static final HelperFunction ASKED = new HelperFunction(
            "asked",
            List.of("wanted: Tensor", "code: int"),
            "bool",
            """
            if torch.lt(code, 0):
              answer = False
            else:
              answer = bool(torch.select(wanted, 0, code))
            return answer
            """);

    private static final HelperFunction SEEN = new HelperFunction(
            "seen",
            joined(GATHERED, List.of("code: int", "axis: int", "tensor: Tensor")),
            "Tensor",
            """
            if __torch__.attention4j.asked(wanted, code, ):
              rank = torch.dim(tensor)
              if torch.eq(torch.remainder(torch.sub(axis, rank), rank), torch.sub(rank, 2)):
                shown = torch.transpose(tensor, -2, -1)
              else:
                shown = tensor
              while torch.lt(torch.dim(shown), 4):
                shown = torch.unsqueeze(shown, 0)
              _0 = torch.append(tensors, shown)
              _1 = torch.append(codes, code)
            else:
              pass
            return tensor
            """);

    private static final HelperFunction WEIGHTS = new HelperFunction(
            "weights",
            List.of(
                    "query: Tensor",
                    "key: Tensor",
                    "mask: Optional[Tensor]",
                    "causal: bool",
                    "scale: Optional[float]",
                    "grouped: bool"),
            "Tensor",
            """
            if grouped:
              times = torch.floordiv(torch.size(query, -3), torch.size(key, -3))
              keys = torch.repeat_interleave(key, times, -3)
            else:
              keys = key
            if torch.__is__(scale, None):
              factor = torch.div(1., torch.sqrt(torch.size(query, -1)))
            else:
              factor = unchecked_cast(float, scale)
            scores = torch.matmul(torch.mul(query, factor), torch.transpose(keys, -2, -1))
            if causal:
              hidden = torch.triu(torch.ones_like(scores), 1)
              scores = torch.masked_fill(scores, torch.gt(hidden, 0), -inf)
            else:
              pass
            if torch.__is__(mask, None):
              pass
            else:
              given = unchecked_cast(Tensor, mask)
              if torch.eq(ops.prim.dtype(given), 11):
                scores = torch.masked_fill(scores, torch.logical_not(given), -inf)
              else:
                scores = torch.add(scores, given)
            return torch.nan_to_num(torch.softmax(scores, -1), 0.)
            """);

    /** Printers leave out arguments at the end that have their default value, hence the same defaults here. */
    private static final List<String> SCALED_DOT_PRODUCT_PARAMETERS = joined(
            GATHERED,
            PARTS,
            List.of(
                    "query: Tensor",
                    "key: Tensor",
                    "value: Tensor",
                    "attn_mask: Optional[Tensor]=None",
                    "dropout_p: float=0.",
                    "is_causal: bool=False",
                    "scale: Optional[float]=None",
                    "enable_gqa: bool=False"));

    private static final String SCALED_DOT_PRODUCT =
            """
            if __torch__.attention4j.asked(wanted, code, ):
              weights = __torch__.attention4j.weights(query, key, attn_mask, is_causal, scale, enable_gqa, )
              _0 = __torch__.attention4j.seen(tensors, codes, wanted, code, -1, weights, )
            else:
              pass
            _1 = __torch__.attention4j.seen(tensors, codes, wanted, query_code, -1, query, )
            _2 = __torch__.attention4j.seen(tensors, codes, wanted, key_code, -1, key, )
            _3 = __torch__.attention4j.seen(tensors, codes, wanted, value_code, -1, value, )
            return torch.scaled_dot_product_attention(query, key, value, attn_mask, dropout_p, is_causal%s)
            """;

    private static final HelperFunction HEADS = new HelperFunction(
            "heads",
            List.of("states: Tensor", "count: int"),
            "Tensor",
            """
            shape = [torch.size(states, 0), torch.size(states, 1), count, -1]
            return torch.transpose(torch.reshape(states, shape), 1, 2)
            """);

    private static final HelperFunction MULTI_HEAD = new HelperFunction(
            "multi_head",
            joined(MULTI_HEAD_PARAMETERS, List.of("mask: Optional[Tensor]", "mask_type: Optional[int]")),
            "NoneType",
            """
            if __torch__.attention4j.asked(wanted, code, ):
              _0, weights = torch._native_multi_head_attention(query, key, value, embed_dim, num_head, qkv_weight, \
            qkv_bias, proj_weight, proj_bias, mask, True, False, mask_type)
              _1 = __torch__.attention4j.seen(tensors, codes, wanted, code, -1, weights, )
            else:
              pass
            if torch.ge(torch.add(query_code, torch.add(key_code, value_code)), -2):
              q, k, v, = torch.chunk(torch.linear(query, qkv_weight, qkv_bias), 3, -1)
              queries = __torch__.attention4j.heads(q, num_head, )
              keys = __torch__.attention4j.heads(k, num_head, )
              values = __torch__.attention4j.heads(v, num_head, )
              _2 = __torch__.attention4j.seen(tensors, codes, wanted, query_code, -1, queries, )
              _3 = __torch__.attention4j.seen(tensors, codes, wanted, key_code, -1, keys, )
              _4 = __torch__.attention4j.seen(tensors, codes, wanted, value_code, -1, values, )
            else:
              pass
            return None
            """);

    private static final HelperFunction NATIVE_MULTI_HEAD = new HelperFunction(
            "_native_multi_head_attention",
            joined(
                    MULTI_HEAD_PARAMETERS,
                    List.of(
                            "mask: Optional[Tensor]=None",
                            "need_weights: bool=True",
                            "average_attn_weights: bool=True",
                            "mask_type: Optional[int]=None")),
            "Tuple[Tensor, Tensor]",
            """
            _0 = __torch__.attention4j.multi_head(tensors, codes, wanted, code, query_code, key_code, value_code, \
            query, key, value, embed_dim, num_head, qkv_weight, qkv_bias, proj_weight, proj_bias, mask, mask_type, )
            out, weights = torch._native_multi_head_attention(query, key, value, embed_dim, num_head, qkv_weight, \
            qkv_bias, proj_weight, proj_bias, mask, need_weights, average_attn_weights, mask_type)
            return (out, weights)
            """);

    private static final HelperFunction ENCODER_LAYER = new HelperFunction(
            "_transformer_encoder_layer_fwd",
            joined(
                    GATHERED,
                    PARTS,
                    List.of("src: Tensor", "embed_dim: int", "num_heads: int"),
                    PROJECTIONS,
                    List.of(
                            "use_gelu: bool",
                            "norm_first: bool",
                            "eps: float",
                            "norm_weight_1: Tensor",
                            "norm_bias_1: Tensor",
                            "norm_weight_2: Tensor",
                            "norm_bias_2: Tensor",
                            "ffn_weight_1: Tensor",
                            "ffn_bias_1: Tensor",
                            "ffn_weight_2: Tensor",
                            "ffn_bias_2: Tensor",
                            "mask: Optional[Tensor]=None",
                            "mask_type: Optional[int]=None")),
            "Tensor",
            """
            if norm_first:
              states = torch.layer_norm(src, [embed_dim], norm_weight_1, norm_bias_1, eps, True)
            else:
              states = src
            _0 = __torch__.attention4j.multi_head(tensors, codes, wanted, code, query_code, key_code, value_code, \
            states, states, states, embed_dim, num_heads, qkv_weight, qkv_bias, proj_weight, proj_bias, mask, mask_type, )
            return torch._transformer_encoder_layer_fwd(src, embed_dim, num_heads, qkv_weight, qkv_bias, proj_weight, \
            proj_bias, use_gelu, norm_first, eps, norm_weight_1, norm_bias_1, norm_weight_2, norm_bias_2, \
            ffn_weight_1, ffn_bias_1, ffn_weight_2, ffn_bias_2, mask, mask_type)
            """);

    private final Map<String, HelperFunction> needed = new TreeMap<>();

    Helpers() {
        need(ASKED, SEEN);
    }

    private void need(HelperFunction... functions) {
        for (HelperFunction function : functions) {
            needed.put(function.name(), function);
        }
    }

    @SafeVarargs
    private static List<String> joined(List<String>... groups) {
        List<String> joined = new ArrayList<>();
        for (List<String> group : groups) {
            joined.addAll(group);
        }
        return List.copyOf(joined);
    }

    /** The path by which programs call what an expression is shown to. */
    static String seen() {
        return SEEN.qualified();
    }

    /** The function that stands in for an operator at a call. */
    HelperFunction forOperator(String operator, Expression.Call call) {
        HelperFunction function =
                switch (operator) {
                    case "scaled_dot_product_attention" -> scaledDotProduct(call);
                    case "_native_multi_head_attention" -> NATIVE_MULTI_HEAD;
                    default -> ENCODER_LAYER;
                };
        if (operator.equals("scaled_dot_product_attention")) {
            need(WEIGHTS);
        } else {
            need(HEADS, MULTI_HEAD);
        }
        need(function);
        return function;
    }

    /** The last arguments came with later versions of PyTorch: they are passed on by name, and only if given. */
    private static HelperFunction scaledDotProduct(Expression.Call call) {
        List<String> named =
                call.keywords().stream().map(Expression.Keyword::name).toList();
        List<String> late = new ArrayList<>(List.of("scale", "enable_gqa"));
        late.retainAll(named);
        String passed = late.stream().map(name -> ", " + name + "=" + name).collect(Collectors.joining());
        return new HelperFunction(
                late.stream().map(name -> "_" + name).collect(Collectors.joining("", "scaled_dot_product", "")),
                SCALED_DOT_PRODUCT_PARAMETERS,
                "Tensor",
                SCALED_DOT_PRODUCT.formatted(passed));
    }

    /** The file. */
    String source() {
        return needed.values().stream().map(HelperFunction::source).collect(Collectors.joining());
    }
}
