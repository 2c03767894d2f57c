"""The analyses once more, by their definitions, in numpy: plain loops, nothing shared with the Java code.

    python3 reference.py ../resources/analysis

reads minilm_cat_sat.npz there (a PyTorch MiniLM on "the cat sat on the mat") and writes pair.npz (made-up attention
over two sentences, and a causal one, with values, a projection and gradients) and reference.json (what must come out).
"""
import json
import math
import sys
from collections import deque

import numpy as np

from signals import signals

CAT = "[CLS] the cat sat on the mat [SEP]".split()
PAIR = "[CLS] the dog , the cat . [SEP] a dog sat . [SEP]".split()
SEGMENT = [0] * 8 + [1] * 5
SPECIAL = ("[CLS]", "[SEP]")
PUNCTUATION = (",", ".")


def mean(numbers):
    numbers = list(numbers)
    return float(sum(numbers) / len(numbers)) if numbers else 0.0


def entropy(row):
    return float(-sum(w * math.log2(w) for w in row if w > 0))


def metrics(heads, tokens, segments):
    """Every metric for the [heads, queries, keys] of one layer."""
    n = len(tokens)
    ordinary = [i for i in range(n) if tokens[i] not in SPECIAL]
    visible = [max(int((head[q] > 0).sum()) for head in heads) for q in range(n)]
    found = {}
    for a in heads:
        pairs = [(q, k) for q in range(n) for k in range(n)]

        def share(test, queries=range(n)):
            return mean(sum(a[q, k] for k in range(n) if test(q, k)) for q in queries)

        one = {
            "entropy": mean(entropy(a[q]) for q in range(n)),
            "normalized-entropy": mean(
                entropy(a[q]) / math.log2(visible[q]) if visible[q] > 1 else 0 for q in range(n)),
            "distance": sum(a[q, k] * abs(k - q) for q, k in pairs) / a.sum(),
            "signed-distance": sum(a[q, k] * (k - q) for q, k in pairs) / a.sum(),
            "confidence": mean(max(a[q, k] for k in ordinary) for q in ordinary),
            "self": share(lambda q, k: q == k),
            "previous": share(lambda q, k: k == q - 1, range(1, n)),
            "next": share(lambda q, k: k == q + 1, range(n - 1)),
            "first": share(lambda q, k: k == 0),
            "cls": share(lambda q, k: tokens[k] == "[CLS]"),
            "sep": share(lambda q, k: tokens[k] == "[SEP]"),
            "punctuation": share(lambda q, k: tokens[k] in PUNCTUATION),
            "same-token": share(lambda q, k: q != k and tokens[q] == tokens[k]),
            "within-sentence": share(lambda q, k: k in ordinary and segments[q] == segments[k], ordinary),
            "across-sentences": share(lambda q, k: k in ordinary and segments[q] != segments[k], ordinary),
        }
        sigma = np.linalg.svd(a, compute_uv=False)
        p = sigma / sigma.sum()
        one["effective-rank"] = float(np.exp(-(p[p > 0] * np.log(p[p > 0])).sum()))
        for name, value in one.items():
            found.setdefault(name, []).append(float(value))
    return found


def stack_metrics(layers, tokens, segments):
    per_layer = [metrics(layer, tokens, segments) for layer in layers]
    return {name: [layer[name] for layer in per_layer] for name in per_layer[0]}


def mixed(layer, fuse, residual, discard=0.0):
    a = fuse(layer, axis=0)
    if discard:
        flat = a.flatten()
        flat[np.argsort(flat, kind="stable")[: int(discard * flat.size)]] = 0
        a = flat.reshape(a.shape)
    a = (1 - residual) * a + residual * np.eye(len(a))
    return a / a.sum(axis=1, keepdims=True)


def rollout(layers, fuse=np.mean, residual=0.5, discard=0.0):
    joint = np.eye(layers[0].shape[-1])
    for layer in layers:
        joint = mixed(layer, fuse, residual, discard) @ joint
    return joint


def max_flow(capacity, source, sink):
    """Edmonds and Karp on a dense graph."""
    residual = capacity.copy()
    total = 0.0
    while True:
        parent = {source: None}
        queue = deque([source])
        while queue and sink not in parent:
            u = queue.popleft()
            for v in np.nonzero(residual[u] > 1e-13)[0]:
                if v not in parent:
                    parent[v] = u
                    queue.append(v)
        if sink not in parent:
            return total
        path, v = [], sink
        while parent[v] is not None:
            path.append((parent[v], v))
            v = parent[v]
        step = min(residual[e] for e in path)
        for u, v in path:
            residual[u, v] -= step
            residual[v, u] += step
        total += step


def flow(layers):
    """From each token of the last layer's output to each input token."""
    n = layers[0].shape[-1]
    depth = len(layers)
    capacity = np.zeros(((depth + 1) * n, (depth + 1) * n))
    for level, layer in enumerate(layers):
        capacity[(level + 1) * n:(level + 2) * n, level * n:(level + 1) * n] = mixed(layer, np.mean, 0.5)
    return [[max_flow(capacity, depth * n + q, k) for k in range(n)] for q in range(n)]


def norms(layer, values, projection):
    heads, n, dimension = values.shape
    parts = [values[h] @ projection[h * dimension:(h + 1) * dimension] for h in range(heads)]
    single = [[[float(np.linalg.norm(layer[h, q, k] * parts[h][k])) for k in range(n)] for q in range(n)]
              for h in range(heads)]
    together = [[float(np.linalg.norm(sum(layer[h, q, k] * parts[h][k] for h in range(heads))))
                 for k in range(n)] for q in range(n)]
    return single, together


def relevance(layers, gradients):
    joint = np.eye(layers[0].shape[-1])
    for layer, gradient in zip(layers, gradients):
        joint = joint + np.maximum(layer * gradient, 0).mean(axis=0) @ joint
    return joint


def divergence(p, q):
    return entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2


def js(a, b):
    return math.sqrt(max(0.0, mean(divergence(p, q) for p, q in zip(a, b))))


def cka(x, y):
    x = x - x.mean(axis=0)
    y = y - y.mean(axis=0)
    return float(np.linalg.norm(y.T @ x) ** 2 / (np.linalg.norm(x.T @ x) * np.linalg.norm(y.T @ y)))


def rows_of(layer):
    return np.concatenate(list(layer), axis=1)


def grouped(a, groups):
    columns = np.stack([a[:, g].sum(axis=1) for g in groups], axis=1)
    return np.stack([columns[g].mean(axis=0) for g in groups])


def variability(inputs, first):
    top, below = 0.0, 0.0
    for q in range(first):
        for k in range(first):
            values = [a[q, k] for a in inputs if a.shape[0] > q and a.shape[1] > k]
            if values:
                centre = sum(values) / len(values)
                top += sum(abs(v - centre) for v in values)
                below += sum(values)
    return float(top / (2 * below))


def softmax(scores):
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return (e / e.sum(axis=-1, keepdims=True)).astype(np.float32)


def main(folder):
    rng = np.random.default_rng(7)
    golden = np.load(folder + "/minilm_cat_sat.npz")
    cat = [golden[f"encoder_{i}"][0].astype(np.float64) for i in range(6)]
    n, heads = len(PAIR), 3
    arrays = {f"encoder_{i}": softmax(2 * rng.standard_normal((1, heads, n, n))) for i in range(2)}
    future = np.triu(np.full((n, n), -np.inf), 1)
    arrays.update({f"decoder_{i}": softmax(rng.standard_normal((1, heads, n, n)) + future) for i in range(2)})
    arrays["cross_0"] = softmax(rng.standard_normal((1, heads, n, n)))
    arrays["cross_1"] = softmax(rng.standard_normal((1, heads, n, n)))
    arrays["values"] = rng.standard_normal((heads, n, 4)).astype(np.float32)
    arrays["projection"] = rng.standard_normal((heads * 4, 12)).astype(np.float32)
    arrays["gradients"] = rng.standard_normal((2, heads, n, n)).astype(np.float32)
    np.savez(folder + "/pair.npz", **arrays)
    pair = [arrays[f"encoder_{i}"][0].astype(np.float64) for i in range(2)]
    causal = [arrays[f"decoder_{i}"][0].astype(np.float64) for i in range(2)]
    cross = [arrays[f"cross_{i}"][0].astype(np.float64) for i in range(2)]
    values = arrays["values"].astype(np.float64)
    projection = arrays["projection"].astype(np.float64)

    own, to_source = np.eye(n), np.zeros((n, n))
    encoder_rollout = rollout(pair)
    for level in range(2):
        step = mixed(causal[level], np.mean, 0.5)
        own, to_source = step @ own, step @ to_source
        own, to_source = 0.5 * own, 0.5 * to_source + 0.5 * cross[level].mean(axis=0) @ encoder_rollout

    single, together = norms(pair[1], values, projection)
    words = [[0], [1], [2, 3], [4], [5], [6, 7]]
    all_heads = [head for layer in cat for head in layer]
    found = {
        "minilm": stack_metrics(cat, CAT, [0] * 8),
        "pair": stack_metrics(pair, PAIR, SEGMENT),
        "causal": stack_metrics(causal, PAIR, SEGMENT),
        "rollout": {
            "mean": rollout(cat), "max": rollout(cat, np.max), "min": rollout(cat, np.min),
            "residual-0.2": rollout(cat, residual=0.2), "discard-0.5": rollout(cat, discard=0.5),
            "from-layer-2": rollout(cat[2:]),
            "decoder-own": own, "decoder-source": to_source,
        },
        "flow": flow(cat),
        "norms": {"single": single, "together": together},
        "relevance": relevance(pair, arrays["gradients"].astype(np.float64)),
        "js": [[js(a, b) for b in all_heads] for a in all_heads[:12]],
        "cka": [[cka(rows_of(a), rows_of(b)) for b in cat] for a in cat],
        "words": [[grouped(head, words) for head in layer] for layer in cat],
        "variability": [[variability([cat[layer][head], pair[layer][head], causal[layer][head]], 10)
                         for head in range(3)] for layer in range(2)],
        "signals": signals(cat, causal, cross, CAT),
    }
    with open(folder + "/reference.json", "w") as out:
        json.dump(found, out, default=lambda array: array.tolist(), indent=None)
        out.write("\n")


main(sys.argv[1])
