import type { Lens, ShownWeights } from "../model/lens";
import type { Stack } from "../payload/payload";

/** The row that points most clearly at one token beyond its neighbours: something to see at first sight. */
export function tellingRow(stack: Stack, lens: Lens, weights: ShownWeights): number {
  let telling = 0;
  let most = -1;
  const row = new Float32Array(weights.columns);
  lens.rows.items.forEach((from, position) => {
    if (from.special) {
      return;
    }
    weights.fillRow(position, row);
    lens.columns.items.forEach((to, column) => {
      const near = stack.kind !== "cross" && Math.abs((to.tokens[0] ?? 0) - (from.tokens[0] ?? 0)) <= 1;
      if (!near && !to.special && (row[column] as number) > most) {
        most = row[column] as number;
        telling = position;
      }
    });
  });
  return telling;
}
