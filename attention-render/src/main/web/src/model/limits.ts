import type { ShownWeights } from "./lens";

/** What a weight, or its magnitude, must reach to be drawn: the same for all rows, or for each row its own. */
export interface Limits {
  readonly threshold: number;
  /** How many of a row's strongest weights count; 0 for all. */
  readonly top: number;
}

/** Whether everything is drawn. */
export function unlimited({ threshold, top }: Limits): boolean {
  return threshold === 0 && top === 0;
}

const kept = new WeakMap<ShownWeights, DrawnWeights>();

/** What is drawn of some weights: those beyond the limits are 0. The same object again for the same limits. */
export function drawn(weights: ShownWeights, limits: Limits): ShownWeights {
  if (unlimited(limits)) {
    return weights;
  }
  let found = kept.get(weights);
  if (!found || found.limits.threshold !== limits.threshold || found.limits.top !== limits.top) {
    found = new DrawnWeights(weights, { threshold: limits.threshold, top: limits.top });
    kept.set(weights, found);
  }
  return found;
}

class DrawnWeights implements ShownWeights {
  readonly rows: number;
  readonly columns: number;
  /** The least weight of each row that is drawn; NaN while nobody has asked. */
  private readonly least: Float32Array;

  constructor(private readonly all: ShownWeights, readonly limits: Limits) {
    this.rows = all.rows;
    this.columns = all.columns;
    this.least = new Float32Array(all.rows).fill(NaN);
  }

  weight(row: number, column: number): number {
    const weight = this.all.weight(row, column);
    return Math.fround(Math.abs(weight)) >= this.leastOf(row) ? weight : 0;
  }

  bound(row: number, column: number): number {
    return this.all.bound(row, column);
  }

  fillRow(row: number, target: Float32Array): void {
    this.all.fillRow(row, target);
    const least = this.leastOf(row);
    for (let column = 0; column < this.columns; column++) {
      if (Math.abs(target[column] as number) < least) {
        target[column] = 0;
      }
    }
  }

  private leastOf(row: number): number {
    const known = this.least[row] as number;
    if (!Number.isNaN(known)) {
      return known;
    }
    const { threshold, top } = this.limits;
    let least = threshold;
    if (top > 0 && top < this.columns) {
      const weights = new Float32Array(this.columns);
      this.all.fillRow(row, weights);
      least = Math.max(threshold, weights.map(Math.abs).sort()[this.columns - top] as number);
    }
    this.least[row] = least;
    // As the array rounds it: otherwise a weight that equals it would fall below it.
    return this.least[row] as number;
  }
}
