import type { ShownWeights } from "./lens";

/** The mean of several heads over the same rows and columns; of one head that head itself. */
export function meanOf(heads: readonly ShownWeights[]): ShownWeights | null {
  const [first] = heads;
  return first && heads.length > 1 ? new MeanWeights(heads, first.rows, first.columns) : first ?? null;
}

class MeanWeights implements ShownWeights {
  private readonly one: Float32Array;

  constructor(private readonly heads: readonly ShownWeights[], readonly rows: number, readonly columns: number) {
    this.one = new Float32Array(columns);
  }

  weight(row: number, column: number): number {
    return this.heads.reduce((sum, head) => sum + head.weight(row, column), 0) / this.heads.length;
  }

  bound(row: number, column: number): number {
    return this.heads.reduce((sum, head) => sum + head.bound(row, column), 0) / this.heads.length;
  }

  fillRow(row: number, target: Float32Array): void {
    target.fill(0, 0, this.columns);
    for (const head of this.heads) {
      head.fillRow(row, this.one);
      this.one.forEach((weight, column) => (target[column] = (target[column] as number) + weight / this.heads.length));
    }
  }
}

/** A token looks, or is looked at. */
export type Side = "query" | "key";

/** The weights between one row, or one column, and all on the other side. */
export function profile(weights: ShownWeights, side: Side, position: number): Float32Array {
  if (side === "query") {
    const row = new Float32Array(weights.columns);
    weights.fillRow(position, row);
    return row;
  }
  return Float32Array.from({ length: weights.rows }, (_, row) => weights.weight(row, position));
}
