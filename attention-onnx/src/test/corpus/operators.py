"""Further forms of operators that are attention as a whole; the goldens follow the operators' documents."""
import numpy as np
from onnx import TensorProto, helper

from fused import HEADS, LENGTH, SIZE, WIDTH, causal, softmax, split
from golden import add

RANDOM = np.random.RandomState(81)
KINDS = {"float32": TensorProto.FLOAT, "int64": TensorProto.INT64, "int32": TensorProto.INT32, "bool": TensorProto.BOOL,
         "uint8": TensorProto.UINT8, "int8": TensorProto.INT8}
PAST = 3


def rows(*shape):
    return RANDOM.randn(*shape).astype(np.float32)


def attend(query, key, value, mask=0.0, cap=0.0, scale=None, sink=0.0):
    """Weights and merged output; `sink` is what a row's sum has besides the keys."""
    repeat = query.shape[1] // key.shape[1]
    key, value = (np.repeat(part, repeat, 1).astype(np.float64) for part in (key, value))
    scores = query.astype(np.float64) @ key.transpose(0, 1, 3, 2) * (scale or query.shape[-1] ** -0.5)
    scores = cap * np.tanh(scores / cap) if cap else scores
    weights = softmax(scores + mask)
    if sink:
        exponential = np.exp(scores + mask)
        weights = exponential / (exponential.sum(-1, keepdims=True) + sink)
    return weights.astype(np.float32), (weights @ value).transpose(0, 2, 1, 3).reshape(1, query.shape[2], -1)


def case(name, form, operator, inputs, attributes, weights, mixed, kind="encoder", domain="com.microsoft", outputs=1,
         opset=17, given=(), runs=True, out=None):
    """One node of the operator; arrays in `given` are inputs of the model, others are stored."""
    stored = [helper.make_tensor(key, KINDS[str(array.dtype)], array.shape, array.tobytes(), raw=True)
              for key, array in inputs.items() if key and key not in given]
    names = ["mixed", "present_key", "present_value"][:outputs]
    split_nodes = []
    if {"query", "key", "value"} <= set(given) and kind != "cross":
        # All three come from the same tokens.
        parts = [inputs[part] for part in ("query", "key", "value")]
        inputs, given = {**inputs, "x": np.concatenate(parts, -1)}, ("x", *given[3:])
        stored = [tensor for tensor in stored if tensor.name not in ("query", "key", "value")]
        sizes = np.array([part.shape[-1] for part in parts])
        stored.append(helper.make_tensor("sizes", TensorProto.INT64, [3], sizes.tobytes(), raw=True))
        split_nodes.append(helper.make_node("Split", ["x", "sizes"], ["query", "key", "value"], axis=-1))
        wanted = [key for key in inputs if key != "x"]
    else:
        wanted = list(inputs)
    nodes = split_nodes + [helper.make_node(operator, list(key if not key.startswith("none") else "" for key in wanted), names,
                              domain=domain, **attributes),
             helper.make_node("Mul", ["mixed", "two"], ["output"])]
    stored = [tensor for tensor in stored if not tensor.name.startswith("none")]
    stored.append(helper.make_tensor("two", TensorProto.FLOAT, [], [2.0]))
    graph = helper.make_graph(nodes, "operator",
                              [helper.make_tensor_value_info(key, KINDS[str(inputs[key].dtype)], inputs[key].shape)
                               for key in given],
                              [helper.make_tensor_value_info("output", TensorProto.FLOAT, None)], stored)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset),
                                                    helper.make_opsetid("com.microsoft", 1)])
    model.ir_version = 10
    add(name, form, "fused", model, {key: inputs[key] for key in given},
        {"output": (2 * mixed).astype(np.float32)}, {kind + "_0": weights}, runs=runs)


NONE = np.zeros(0, np.float32)


def standard():
    """Attention of the standard domain."""
    x = [rows(1, LENGTH, WIDTH) for _ in range(3)]
    four = [split(part, HEADS) for part in x]
    heads = {"q_num_heads": HEADS, "kv_num_heads": HEADS}
    flat = dict(zip(("query", "key", "value"), x))
    given = ("query", "key", "value")
    more = {"domain": "", "opset": 23, "given": given, "kind": "encoder"}
    case("standard_softcap", "Attention (opset 23), softcap and scale", "Attention", flat,
         {**heads, "softcap": 1.5, "scale": 0.5}, *attend(*four, cap=1.5, scale=0.5), **more)
    weights, mixed = attend(*four)
    case("standard_by_head", "Attention (opset 23) on [batch, heads, tokens, dimension]", "Attention",
         dict(zip(given, four)), {}, weights, mixed.reshape(1, LENGTH, HEADS, -1).transpose(0, 2, 1, 3), **more)
    allowed = np.tril(np.ones((LENGTH, LENGTH), bool), 2)
    case("standard_boolean_mask", "Attention (opset 23) with a boolean mask", "Attention", {**flat, "mask": allowed},
         heads, *attend(*four, mask=np.where(allowed, 0.0, -np.inf)), **more)
    past = {"past_key": rows(1, 2, PAST, SIZE), "past_value": rows(1, 2, PAST, SIZE)}
    new = {"query": rows(1, 2, WIDTH), "key": rows(1, 2, 2 * SIZE), "value": rows(1, 2, 2 * SIZE)}
    full = [np.concatenate([past["past_" + part], split(new[part], 2)], 2) for part in ("key", "value")]
    case("standard_past", "Attention (opset 23) with cached keys, fewer of their heads", "Attention",
         {**new, "none": NONE, **past}, {"q_num_heads": HEADS, "kv_num_heads": 2},
         *attend(split(new["query"], HEADS), *full), **{**more, "kind": "decoder", "outputs": 3,
                                                        "given": given + ("past_key", "past_value")})
    lengths = np.array([4])
    padding = np.where(np.arange(LENGTH) < 4, 0.0, -np.inf)
    case("standard_lengths", "Attention (opset 24) with the number of keys before padding", "Attention",
         {**flat, "none": NONE, "none1": NONE, "none2": NONE, "lengths": lengths}, heads,
         *attend(*four, mask=padding), **{**more, "opset": 24})


def multihead():
    """com.microsoft.MultiHeadAttention."""
    x = [rows(1, LENGTH, WIDTH) for _ in range(3)]
    flat = dict(zip(("query", "key", "value"), x))
    given = tuple(flat)
    one = {"num_heads": HEADS}
    four = [split(part, HEADS) for part in x]
    keys = np.array([[1, 1, 1, 1, 0, 0]], np.int32)
    away = np.where(keys[:, None, None] == 0, -10000.0, 0.0)
    bias = rows(3 * WIDTH)
    biased = [split(part + some, HEADS) for part, some in zip(x, np.split(bias, 3))]
    case("multihead_key_mask", "com.microsoft.MultiHeadAttention, key padding mask and bias", "MultiHeadAttention",
         {**flat, "bias": bias, "mask": keys}, {**one, "scale": 0.4}, *attend(*biased, mask=away, scale=0.4), given=given)
    three = (RANDOM.rand(1, LENGTH, LENGTH) < 0.7).astype(np.int32)
    case("multihead_mask_3d", "com.microsoft.MultiHeadAttention, mask per query and key", "MultiHeadAttention",
         {**flat, "none": NONE, "mask": three}, one, *attend(*four, mask=np.where(three[:, None] == 0, -10000.0, 0.0)),
         given=given)
    past = {"past_key": rows(1, HEADS, PAST, SIZE), "past_value": rows(1, HEADS, PAST, SIZE)}
    new = {key: part[:, :2] for key, part in flat.items()}
    full = [np.concatenate([past["past_" + part], split(new[part], HEADS)], 2) for part in ("key", "value")]
    case("multihead_past", "com.microsoft.MultiHeadAttention with cached keys", "MultiHeadAttention",
         {**new, "none": NONE, "none1": NONE, "none2": NONE, **past}, one, *attend(split(new["query"], HEADS), *full),
         given=given + ("past_key", "past_value"), outputs=3, kind="decoder")
    stacked = np.stack([part.reshape(1, LENGTH, HEADS, SIZE) for part in x], 3)
    case("multihead_packed", "com.microsoft.MultiHeadAttention, queries, keys and values packed (GPUs only)", "MultiHeadAttention",
         {"packed": stacked}, one, *attend(*four), given=("packed",), runs=False)
    case("multihead_packed_keys", "com.microsoft.MultiHeadAttention, keys and values packed (GPUs only)", "MultiHeadAttention",
         {"query": x[0], "keys_values": stacked[:, :, :, 1:]}, one, *attend(*four), given=("query", "keys_values"),
         kind="cross", runs=False)
    case("multihead_cached_cross", "com.microsoft.MultiHeadAttention over the encoder's cached keys",
         "MultiHeadAttention", {"query": x[0][:, :2], "key": four[1], "value": four[2]}, one,
         *attend(four[0][:, :, :2], *four[1:]), given=given, kind="cross")


def turned(x, positions, cos, sin, interleaved=False):
    """Rotary positions by halves, or by neighbours."""
    half = x.shape[-1] // 2
    c, s = cos[positions], sin[positions]
    first, second = (x[..., 0::2], x[..., 1::2]) if interleaved else (x[..., :half], x[..., half:])
    one, two = first * c - second * s, second * c + first * s
    return np.stack([one, two], -1).reshape(x.shape) if interleaved else np.concatenate([one, two], -1)


def grouped():
    """com.microsoft.GroupQueryAttention."""
    kv = 2
    attributes = {"num_heads": HEADS, "kv_num_heads": kv}
    flat = {"query": rows(1, LENGTH, WIDTH), "key": rows(1, LENGTH, kv * SIZE), "value": rows(1, LENGTH, kv * SIZE)}
    four = [split(flat["query"], HEADS), split(flat["key"], kv), split(flat["value"], kv)]
    given = tuple(flat)
    fresh = {"none": NONE, "none1": NONE, "lengths": np.array([LENGTH - 1], np.int32), "total": np.array(LENGTH, np.int32)}
    ahead = causal(LENGTH)
    more = {"outputs": 3, "kind": "decoder"}
    name = "com.microsoft.GroupQueryAttention"
    packed = np.concatenate(list(flat.values()), 2)
    case("grouped_packed", name + ", queries, keys and values packed", "GroupQueryAttention",
         {"packed": packed, "none2": NONE, "none3": NONE, **fresh}, attributes, *attend(*four, mask=ahead),
         given=("packed",), **more)
    window = ahead + np.tril(np.full((LENGTH, LENGTH), -np.inf), -3)
    case("grouped_window", name + ", local window and softcap", "GroupQueryAttention", {**flat, **fresh},
         {**attributes, "local_window_size": 3, "softcap": 1.5}, *attend(*four, mask=window, cap=1.5), given=given, **more)
    case("grouped_smooth", name + ", smooth softmax", "GroupQueryAttention", {**flat, **fresh},
         {**attributes, "smooth_softmax": 1}, *attend(*four, mask=ahead, sink=1.0), given=given, **more)
    wide = 16  # The operator turns heads of whole sixteens only.
    flat = {"query": rows(1, LENGTH, HEADS * wide), "key": rows(1, LENGTH, kv * wide), "value": rows(1, LENGTH, kv * wide)}
    four = [split(flat["query"], HEADS), split(flat["key"], kv), split(flat["value"], kv)]
    angles = np.arange(16)[:, None] / 10.0 ** (np.arange(wide // 2) / 4)
    cos, sin = np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)
    caches = {"cos": cos, "sin": sin}
    positions = np.arange(LENGTH)
    rotated = [turned(part, positions, cos, sin) for part in four[:2]]
    case("grouped_rotary", name + ", rotary positions inside", "GroupQueryAttention", {**flat, **fresh, **caches},
         {**attributes, "do_rotary": 1}, *attend(*rotated, four[2], mask=ahead), given=given, **more)
    past = {"past_key": rows(1, kv, PAST, wide), "past_value": rows(1, kv, PAST, wide)}
    token = {key: part[:, :1] for key, part in flat.items()}
    here = np.array([PAST])
    query, key, value = split(token["query"], HEADS), split(token["key"], kv), split(token["value"], kv)
    query, key = turned(query, here, cos, sin, True), turned(key, here, cos, sin, True)
    full = [np.concatenate([past["past_key"], key], 2), np.concatenate([past["past_value"], value], 2)]
    case("grouped_past", name + " with cached keys, rotary positions by neighbours", "GroupQueryAttention",
         {**token, **past, "lengths": np.array([PAST], np.int32), "total": np.array(PAST + 1, np.int32), **caches},
         {**attributes, "do_rotary": 1, "rotary_interleaved": 1}, *attend(query, *full),
         given=given + ("past_key", "past_value"), **more)


def packed():
    """com.microsoft.Attention: one projection inside the operator."""
    x = rows(1, LENGTH, WIDTH)
    matrix, bias = rows(WIDTH, 3 * WIDTH) * np.float32(0.3), rows(3 * WIDTH)
    stored = {"weight": matrix, "bias": bias}

    def parts(tokens):
        return [split(part, HEADS) for part in np.split(tokens.astype(np.float64) @ matrix + bias, 3, 2)]

    def one(name, form, extra, attributes=None, mask=0.0, **more):
        case(name, "com.microsoft.Attention" + form, "Attention", {"x": x, **stored, **extra},
             {"num_heads": HEADS, **(attributes or {})}, *attend(*parts(x), mask=mask), given=("x",), **more)

    three = (RANDOM.rand(1, LENGTH, LENGTH) < 0.7).astype(np.int32)
    one("packed_mask_3d", ", mask per query and key", {"mask": three}, mask=np.where(three[:, None] == 0, -10000.0, 0.0))
    outside = np.where((np.arange(LENGTH) < 5) & (np.arange(LENGTH) >= 1), 0.0, -10000.0)
    one("packed_ends_starts", ", mask by end and start", {"mask": np.array([5, 1], np.int32)}, mask=outside)
    # Length of the keys, then where queries and where keys start and end: [3 * batch + 2].
    one("packed_lengths_starts", ", mask by length and by where queries and keys start",
        {"mask": np.array([5, 0, LENGTH, 0, 5], np.int32)}, mask=np.where(np.arange(LENGTH) < 5, 0.0, -10000.0))
    square = np.tril(np.ones((1, 1, 9, 9), np.int32), 1)
    one("packed_mask_4d", ", mask of which a part is taken (GPUs only)", {"mask": square},
        mask=np.where(square[:, :, :LENGTH, :LENGTH] == 0, -10000.0, 0.0), runs=False)
    relative = rows(1, HEADS, LENGTH, LENGTH)
    case("packed_bias", "com.microsoft.Attention with relative position bias and scale", "Attention",
         {"x": x, **stored, "none": NONE, "none1": NONE, "relative": relative}, {"num_heads": HEADS, "scale": 0.3},
         *attend(*parts(x), mask=relative, scale=0.3), given=("x",))
    past = rows(2, 1, HEADS, PAST, SIZE)
    two = x[:, :2]
    query, key, value = parts(two)
    full = [np.concatenate([past[0], key], 2), np.concatenate([past[1], value], 2)]
    ahead = np.triu(np.full((2, PAST + 2), -np.inf), PAST + 1)
    case("packed_past", "com.microsoft.Attention with cached keys, unidirectional", "Attention",
         {"x": two, **stored, "none": NONE, "past": past}, {"num_heads": HEADS, "unidirectional": 1},
         *attend(query, *full, mask=ahead), given=("x", "past"), outputs=2, kind="decoder")


def quantised():
    """com.microsoft.QAttention: the projection works on whole numbers."""
    x = RANDOM.randint(0, 256, (1, LENGTH, WIDTH)).astype(np.uint8)
    matrix = RANDOM.randint(-60, 60, (WIDTH, 3 * WIDTH)).astype(np.int8)
    bias, step, steps = rows(3 * WIDTH), np.float32(0.02), (RANDOM.rand(3 * WIDTH) * 0.01 + 0.005).astype(np.float32)
    zero, keys = np.array(120, np.uint8), np.array([[1, 1, 1, 1, 1, 0]], np.int32)
    flat = (x.astype(np.float64) - 120) @ matrix * (step.astype(np.float64) * steps) + bias
    parts = [split(part, HEADS) for part in np.split(flat, 3, 2)]
    more = {"x": x, "weight": matrix, "bias": bias, "step": np.array(step), "steps": steps}
    case("packed_quantised", "com.microsoft.QAttention, mask of keys", "QAttention",
         {**more, "mask": keys, "zero": zero}, {"num_heads": HEADS},
         *attend(*parts, mask=np.where(keys[:, None, None] == 0, -10000.0, 0.0)), given=("x",))


def decoding():
    """com.microsoft.DecoderMaskedMultiHeadAttention: one new token."""
    full = PAST + 1
    new = {part: rows(1, 1, WIDTH) for part in ("query", "key", "value")}
    room = {"past_" + part: np.concatenate([rows(1, HEADS, PAST, SIZE), np.zeros((1, HEADS, 4, SIZE), np.float32)], 2)
            for part in ("key", "value")}
    key, value = (np.concatenate([room["past_" + part][:, :, :PAST], split(new[part], HEADS)], 2)
                  for part in ("key", "value"))
    mask = np.array([[1, 0, 1, 1]], np.int32)
    case("decoder_masked", "com.microsoft.DecoderMaskedMultiHeadAttention with cached keys", "DecoderMaskedMultiHeadAttention",
         {**new, "mask": mask, "none": NONE, **room, "past_length": np.array([PAST], np.int32)},
         {"num_heads": HEADS, "past_present_share_buffer": 1},
         *attend(split(new["query"], HEADS), key, value, mask=np.where(mask == 0, -10000.0, 0.0)),
         given=("query", "key", "value", "past_key", "past_value"), outputs=3, kind="decoder")
    memory = {"key": rows(1, HEADS, LENGTH, SIZE), "value": rows(1, HEADS, LENGTH, SIZE)}
    case("decoder_masked_cross", "com.microsoft.DecoderMaskedMultiHeadAttention over the encoder's keys",
         "DecoderMaskedMultiHeadAttention", {"query": new["query"], **memory},
         {"num_heads": HEADS}, *attend(split(new["query"], HEADS), memory["key"], memory["value"]),
         given=("query", "key", "value"), kind="cross")


def packed_tokens():
    """com.microsoft.PackedAttention: tokens without padding; has no kernel for CPUs."""
    x, matrix, bias = rows(LENGTH, WIDTH), rows(WIDTH, 3 * WIDTH) * np.float32(0.3), rows(3 * WIDTH)
    parts = [split(part[None], HEADS) for part in np.split(x.astype(np.float64) @ matrix + bias, 3, 1)]
    weights, mixed = attend(*parts)
    case("packed_tokens", "com.microsoft.PackedAttention (GPUs only)",
         "PackedAttention", {"x": x, "weight": matrix, "bias": bias, "offsets": np.arange(LENGTH, dtype=np.int32)[None],
                             "ends": np.array([0, LENGTH], np.int32)}, {"num_heads": HEADS},
         weights, mixed[0], given=("x",), runs=False)


def make():
    standard()
    multihead()
    grouped()
    packed()
    quantised()
    decoding()
    packed_tokens()
