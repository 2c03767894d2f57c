import type { HeadWeights } from "../payload/head-weights";
import type { Stack } from "../payload/payload";
import { Axis } from "./axis";

export type Sentences = "all" | "aa" | "ab" | "ba" | "bb";
export type Special = "show" | "hide" | "renormalise";

/** What of the tokens is shown, and how. */
export interface Filters {
  readonly sentences: Sentences;
  readonly words: boolean;
  readonly special: Special;
  readonly pieces: boolean;
}

/** One head's weights between the rows and columns that are shown. */
export interface ShownWeights {
  readonly rows: number;
  readonly columns: number;
  weight(row: number, column: number): number;
  /** The most by which that weight differs from the one that the model's own weights give. */
  bound(row: number, column: number): number;
  /** A whole row into `target`. */
  fillRow(row: number, target: Float32Array): void;
}

/** Rows and columns after filtering and grouping, and the weights between them. */
export class Lens {
  readonly rows: Axis;
  readonly columns: Axis;
  private readonly shown = new WeakMap<HeadWeights, ShownWeights>();

  constructor(stack: Stack, private readonly filters: Filters) {
    const shared = { words: filters.words, special: filters.special === "show", pieces: filters.pieces };
    const [from, to] = SEGMENTS[filters.sentences];
    this.rows = Axis.of(stack.queryTokens, { ...shared, segment: from });
    this.columns = Axis.of(stack.keyTokens, { ...shared, segment: to });
  }

  apply(head: HeadWeights): ShownWeights {
    let shown = this.shown.get(head);
    if (!shown) {
      const untouched = this.rows.identity && this.columns.identity;
      shown = untouched ? new OwnWeights(head) : new GroupedWeights(head, this.rows, this.columns, this.filters.special === "renormalise");
      this.shown.set(head, shown);
    }
    return shown;
  }
}

const SEGMENTS: Record<Sentences, readonly [number | null, number | null]> = {
  all: [null, null], aa: [0, 0], ab: [0, 1], ba: [1, 0], bb: [1, 1],
};

/** Nothing filtered: the head's own weights, without a copy. */
class OwnWeights implements ShownWeights {
  readonly rows: number;
  readonly columns: number;

  constructor(private readonly head: HeadWeights) {
    this.rows = head.queries;
    this.columns = head.keys;
  }

  weight(row: number, column: number): number {
    return this.head.weight(row, column);
  }

  bound(row: number): number {
    return this.head.errorBound(row);
  }

  fillRow(row: number, target: Float32Array): void {
    const bytes = this.head.rowBytes(row);
    const scale = this.head.step(row);
    for (let key = 0; key < bytes.length; key++) {
      target[key] = (bytes[key] as number) * scale;
    }
    target.fill(0, bytes.length, this.columns);
  }
}

/** Some rows and columns, or groups of them: means over a word's rows, sums over its columns. */
class GroupedWeights implements ShownWeights {
  readonly rows: number;
  readonly columns: number;
  private readonly weights: Float32Array;
  /** Per row: the error of one key's weight, and the sum that the row was divided by. */
  private readonly rowError: Float32Array;
  private readonly rowKept: Float32Array;
  private readonly keys: number;

  constructor(head: HeadWeights, rows: Axis, private readonly axis: Axis, private readonly renormalise: boolean) {
    this.rows = rows.size;
    this.columns = axis.size;
    this.keys = axis.tokenCount;
    this.weights = new Float32Array(this.rows * this.columns);
    this.rowError = new Float32Array(this.rows);
    this.rowKept = new Float32Array(this.rows).fill(1);
    rows.items.forEach((item, row) => {
      for (const query of item.tokens) {
        const scale = head.step(query) / item.tokens.length;
        this.rowError[row] = (this.rowError[row] as number) + head.errorBound(query) / item.tokens.length;
        const bytes = head.rowBytes(query);
        for (let key = 0; key < bytes.length; key++) {
          const column = axis.positionOf(key);
          if (column >= 0) {
            const at = row * this.columns + column;
            this.weights[at] = (this.weights[at] as number) + (bytes[key] as number) * scale;
          }
        }
      }
      if (renormalise) {
        this.rescale(row);
      }
    });
  }

  private rescale(row: number): void {
    const weights = this.weights.subarray(row * this.columns, (row + 1) * this.columns);
    const kept = weights.reduce((sum, weight) => sum + weight, 0);
    if (kept > 0) {
      this.rowKept[row] = kept;
      weights.forEach((weight, column) => (weights[column] = weight / kept));
    }
  }

  weight(row: number, column: number): number {
    return this.weights[row * this.columns + column] as number;
  }

  bound(row: number, column: number): number {
    const error = this.rowError[row] as number;
    const own = (this.axis.items[column]?.tokens.length ?? 1) * error;
    if (!this.renormalise) {
      return own;
    }
    return (own + this.weight(row, column) * this.keys * error) / (this.rowKept[row] as number);
  }

  fillRow(row: number, target: Float32Array): void {
    target.set(this.weights.subarray(row * this.columns, (row + 1) * this.columns));
  }
}
