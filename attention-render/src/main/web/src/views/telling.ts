import type { HeadWeights } from "../payload/head-weights";
import type { Stack } from "../payload/payload";

/** The query whose row points most clearly at one token beyond its neighbours: something to see at first sight. */
export function tellingQuery(stack: Stack, weights: HeadWeights): number {
  let telling = 0;
  let most = -1;
  stack.queryTokens.forEach((from, query) => {
    if (from.special) {
      return;
    }
    for (let key = 0; key < weights.rowLength(query); key++) {
      const near = stack.kind !== "cross" && Math.abs(key - query) <= 1;
      if (!near && !stack.keyTokens[key]?.special && weights.weight(query, key) > most) {
        most = weights.weight(query, key);
        telling = query;
      }
    }
  });
  return telling;
}
