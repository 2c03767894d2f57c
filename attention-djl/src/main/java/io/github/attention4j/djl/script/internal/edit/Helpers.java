package io.github.attention4j.djl.script.internal.edit;

import io.github.attention4j.djl.script.internal.source.Expression;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The functions that a rewritten program calls; written in the TorchScript that archives hold. */
final class Helpers {
    /** In every name that is added to a program. */
    static final String NAME = "attention4j";
    /** The variable that gathers tensors. */
    static final String TENSORS = NAME;
    /** The variable that gathers their numbers. */
    static final String CODES = NAME + "_codes";
    /** The file that holds the functions. */
    static final String PATH = "__torch__/" + NAME + ".py";

    private static final String SEEN =
            """
            def seen(tensors: List[Tensor],
                codes: List[int],
                code: int,
                axis: int,
                tensor: Tensor) -> Tensor:
              if torch.lt(code, 0):
                pass
              else:
                rank = torch.dim(tensor)
                if torch.eq(torch.remainder(torch.sub(axis, rank), rank), torch.sub(rank, 2)):
                  shown = torch.transpose(tensor, -2, -1)
                else:
                  shown = tensor
                while torch.lt(torch.dim(shown), 4):
                  shown = torch.unsqueeze(shown, 0)
                _0 = torch.append(tensors, shown)
                _1 = torch.append(codes, code)
              return tensor
            """;

    private static final String WEIGHTS =
            """
            def weights(query: Tensor,
                key: Tensor,
                mask: Optional[Tensor],
                causal: bool,
                scale: Optional[float],
                grouped: bool) -> Tensor:
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
            """;

    // Printers leave out arguments at the end that have their default value, hence the same defaults here.

    /** The last arguments of the operator by name came with later versions: they are passed on only if given. */
    private static final String SCALED_DOT_PRODUCT =
            """
            def %s(tensors: List[Tensor],
                codes: List[int],
                code: int,
                query_code: int,
                key_code: int,
                value_code: int,
                query: Tensor,
                key: Tensor,
                value: Tensor,
                attn_mask: Optional[Tensor]=None,
                dropout_p: float=0.,
                is_causal: bool=False,
                scale: Optional[float]=None,
                enable_gqa: bool=False) -> Tensor:
              if torch.lt(code, 0):
                pass
              else:
                weights = __torch__.attention4j.weights(query, key, attn_mask, is_causal, scale, enable_gqa, )
                _0 = __torch__.attention4j.seen(tensors, codes, code, -1, weights, )
              _1 = __torch__.attention4j.seen(tensors, codes, query_code, -1, query, )
              _2 = __torch__.attention4j.seen(tensors, codes, key_code, -1, key, )
              _3 = __torch__.attention4j.seen(tensors, codes, value_code, -1, value, )
              return torch.scaled_dot_product_attention(query, key, value, attn_mask, dropout_p, is_causal%s)
            """;

    private static final String MULTI_HEAD =
            """
            def heads(states: Tensor,
                count: int) -> Tensor:
              shape = [torch.size(states, 0), torch.size(states, 1), count, -1]
              return torch.transpose(torch.reshape(states, shape), 1, 2)
            def multi_head(tensors: List[Tensor],
                codes: List[int],
                code: int,
                query_code: int,
                key_code: int,
                value_code: int,
                query: Tensor,
                key: Tensor,
                value: Tensor,
                embed_dim: int,
                num_head: int,
                qkv_weight: Tensor,
                qkv_bias: Tensor,
                proj_weight: Tensor,
                proj_bias: Tensor,
                mask: Optional[Tensor],
                mask_type: Optional[int]) -> NoneType:
              if torch.lt(code, 0):
                pass
              else:
                _0, weights = torch._native_multi_head_attention(query, key, value, embed_dim, num_head, qkv_weight, qkv_bias, proj_weight, proj_bias, mask, True, False, mask_type)
                _1 = __torch__.attention4j.seen(tensors, codes, code, -1, weights, )
              if torch.ge(torch.add(query_code, torch.add(key_code, value_code)), -2):
                q, k, v, = torch.chunk(torch.linear(query, qkv_weight, qkv_bias), 3, -1)
                _2 = __torch__.attention4j.seen(tensors, codes, query_code, -1, __torch__.attention4j.heads(q, num_head, ), )
                _3 = __torch__.attention4j.seen(tensors, codes, key_code, -1, __torch__.attention4j.heads(k, num_head, ), )
                _4 = __torch__.attention4j.seen(tensors, codes, value_code, -1, __torch__.attention4j.heads(v, num_head, ), )
              else:
                pass
              return None
            def _native_multi_head_attention(tensors: List[Tensor],
                codes: List[int],
                code: int,
                query_code: int,
                key_code: int,
                value_code: int,
                query: Tensor,
                key: Tensor,
                value: Tensor,
                embed_dim: int,
                num_head: int,
                qkv_weight: Tensor,
                qkv_bias: Tensor,
                proj_weight: Tensor,
                proj_bias: Tensor,
                mask: Optional[Tensor]=None,
                need_weights: bool=True,
                average_attn_weights: bool=True,
                mask_type: Optional[int]=None) -> Tuple[Tensor, Tensor]:
              _0 = __torch__.attention4j.multi_head(tensors, codes, code, query_code, key_code, value_code, query, key, value, embed_dim, num_head, qkv_weight, qkv_bias, proj_weight, proj_bias, mask, mask_type, )
              out, weights = torch._native_multi_head_attention(query, key, value, embed_dim, num_head, qkv_weight, qkv_bias, proj_weight, proj_bias, mask, need_weights, average_attn_weights, mask_type)
              return (out, weights)
            """;

    private static final String ENCODER_LAYER =
            """
            def _transformer_encoder_layer_fwd(tensors: List[Tensor],
                codes: List[int],
                code: int,
                query_code: int,
                key_code: int,
                value_code: int,
                src: Tensor,
                embed_dim: int,
                num_heads: int,
                qkv_weight: Tensor,
                qkv_bias: Tensor,
                proj_weight: Tensor,
                proj_bias: Tensor,
                use_gelu: bool,
                norm_first: bool,
                eps: float,
                norm_weight_1: Tensor,
                norm_bias_1: Tensor,
                norm_weight_2: Tensor,
                norm_bias_2: Tensor,
                ffn_weight_1: Tensor,
                ffn_bias_1: Tensor,
                ffn_weight_2: Tensor,
                ffn_bias_2: Tensor,
                mask: Optional[Tensor]=None,
                mask_type: Optional[int]=None) -> Tensor:
              if norm_first:
                states = torch.layer_norm(src, [embed_dim], norm_weight_1, norm_bias_1, eps, True)
              else:
                states = src
              _0 = __torch__.attention4j.multi_head(tensors, codes, code, query_code, key_code, value_code, states, states, states, embed_dim, num_heads, qkv_weight, qkv_bias, proj_weight, proj_bias, mask, mask_type, )
              return torch._transformer_encoder_layer_fwd(src, embed_dim, num_heads, qkv_weight, qkv_bias, proj_weight, proj_bias, use_gelu, norm_first, eps, norm_weight_1, norm_bias_1, norm_weight_2, norm_bias_2, ffn_weight_1, ffn_bias_1, ffn_weight_2, ffn_bias_2, mask, mask_type)
            """;

    private final Map<String, String> needed = new TreeMap<>(Map.of("seen", SEEN));

    static String qualified(String function) {
        return "__torch__." + NAME + "." + function;
    }

    /** The helper that stands in for an operator at a call. */
    String forOperator(String operator, Expression.Call call) {
        switch (operator) {
            case "scaled_dot_product_attention" -> {
                return scaledDotProduct(call);
            }
            case "_native_multi_head_attention" -> needed.put("multi_head", MULTI_HEAD);
            default -> {
                needed.put("multi_head", MULTI_HEAD);
                needed.put("encoder_layer", ENCODER_LAYER);
            }
        }
        return operator;
    }

    private String scaledDotProduct(Expression.Call call) {
        List<String> named =
                call.keywords().stream().map(Expression.Keyword::name).toList();
        StringBuilder name = new StringBuilder("scaled_dot_product");
        StringBuilder passed = new StringBuilder();
        for (String late : List.of("scale", "enable_gqa")) {
            if (named.contains(late)) {
                name.append('_').append(late);
                passed.append(", ").append(late).append('=').append(late);
            }
        }
        needed.put("weights", WEIGHTS);
        needed.put(name.toString(), SCALED_DOT_PRODUCT.formatted(name, passed));
        return name.toString();
    }

    /** The file that holds what was asked for. */
    String source() {
        return String.join("", needed.values());
    }
}
