import type { ShownWeights } from "./lens";

/** What a weight must reach to be drawn: the same for all rows, or for each row its own. */
export interface Limits {
  readonly threshold: number;
  /** How many of a row's strongest weights count; 0 for all. */
  readonly top: number;
}

/** The least weight of a row that is drawn. */
export function leastShown(row: Float32Array, limits: Limits): number {
  if (limits.top === 0 || limits.top >= row.length) {
    return limits.threshold;
  }
  const strongest = Float32Array.from(row).sort();
  return Math.max(limits.threshold, strongest[row.length - limits.top] as number);
}

const kept = new WeakMap<ShownWeights, { readonly limits: Limits; readonly least: Float32Array }>();

/** The least weight that is drawn in every row, for drawing column by column; null if the same for all. */
export function leastPerRow(weights: ShownWeights, { threshold, top }: Limits): Float32Array | null {
  if (top === 0) {
    return null;
  }
  const before = kept.get(weights);
  if (before && before.limits.threshold === threshold && before.limits.top === top) {
    return before.least;
  }
  const row = new Float32Array(weights.columns);
  const least = Float32Array.from({ length: weights.rows }, (_, index) => {
    weights.fillRow(index, row);
    return leastShown(row, { threshold, top });
  });
  kept.set(weights, { limits: { threshold, top }, least });
  return least;
}
