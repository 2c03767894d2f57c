"""The signals of io.github.attention4j.analysis.signal by their definitions, for reference.py."""
import math

import numpy as np


def opening_row(layer):
    return layer.mean(axis=0)[0]


def term_weights(layer, tokens, stop_words):
    """Qdrant's recipe: pieces are summed, the largest of repeated words counts, special tokens are dropped."""
    row = opening_row(layer)
    words = []
    for token, weight in zip(tokens, row):
        if token.startswith("##"):
            words[-1] = (words[-1][0] + token[2:], words[-1][1] + weight)
        else:
            words.append((token, weight))
    best = {}
    for word, weight in words:
        if word not in stop_words and not word.startswith("[") and word not in (",", "."):
            best[word] = max(best.get(word, 0), weight)
    return {word: math.log(1 + weight) ** 0.5 for word, weight in best.items()}


def mutual(sim):
    forward = {(q, int(np.argmax(sim[q]))) for q in range(sim.shape[0])}
    backward = {(int(np.argmax(sim[:, k])), k) for k in range(sim.shape[1])}
    return forward & backward


def iterated(sim):
    """Two rounds with a discount of 0.9."""
    links = mutual(sim)
    queries, keys = {q for q, _ in links}, {k for _, k in links}
    if min(sim.shape) <= 2 or len(queries) == sim.shape[0] or len(keys) == sim.shape[1]:
        return links
    left = sim.copy()
    for q in range(sim.shape[0]):
        for k in range(sim.shape[1]):
            left[q, k] *= (1, 0.9, 0)[(q in queries) + (k in keys)]
    return links | {(q, k) for q, k in mutual(left) if not (q in queries and k in keys)}


def best_path(sim):
    """The sum of the best monotone path, by recursion over all last steps, and the standardised matrix."""
    spread = sim.std(axis=0)
    gain = np.where(spread > 1e-12, (sim - sim.mean(axis=0)) / np.where(spread > 1e-12, spread, 1), 0)
    known = {}

    def best(q, k):
        if q < 0 or k < 0:
            return -math.inf
        if (q, k) not in known:
            before = max(best(q - 1, k - 1), best(q - 1, k), best(q, k - 1)) if q or k else 0
            known[q, k] = gain[q, k] + before
        return known[q, k]

    return best(sim.shape[0] - 1, sim.shape[1] - 1)


def lookback(head, context, first):
    ratios = []
    for q in range(first, head.shape[0]):
        looked = np.mean([head[q, k] for k in context])
        own = np.mean(head[q, first:q + 1])
        ratios.append(looked / (looked + own))
    return ratios


def links(found):
    return sorted([q, k] for q, k in found)


def signals(cat, causal, cross, cat_tokens):
    mean_cross = np.mean([layer.mean(axis=0) for layer in cross], axis=0)
    seen = [[any(head[q, k] > 0 for head in causal[0]) for k in range(len(causal[0][0]))]
            for q in range(len(causal[0][0]))]
    pieces = ["[CLS]", "the", "cat", "##s", "at", "##on", "the", "[SEP]"]
    return {
        "cls-row": opening_row(cat[5]),
        "column-mass": cat[5].mean(axis=(0, 1)),
        "column-mean": causal[0].mean(axis=0).sum(axis=0) / np.sum(seen, axis=0),
        "terms": list(term_weights(cat[5], cat_tokens, {"on"}).values()),
        "pieces": list(term_weights(cat[5], pieces, set()).values()),
        "argmax": [[q, int(np.argmax(mean_cross[q]))] for q in range(len(mean_cross))],
        "mutual-argmax": links(mutual(mean_cross)),
        "itermax": links(iterated(mean_cross)),
        "itermax-cat": links(iterated(np.mean([layer.mean(axis=0) for layer in cat], axis=0))),
        "best-path": best_path(mean_cross),
        "lookback": [[lookback(head, [0, 2, 3, 5], 8) for head in layer] for layer in causal],
    }
