import { align, type Pair } from "../../compare/align";
import type { Item } from "../../model/axis";
import type { Lens, ShownWeights } from "../../model/lens";
import { label } from "../../model/token-text";
import type { LayerHeader } from "../../payload/format";
import type { Payload, Stack } from "../../payload/payload";

/** The same stack of two results, what is shown of its tokens put side by side. */
export class ComparedStack {
  readonly rows: readonly Pair[];
  readonly columns: readonly Pair[];
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  /** Tokens on either side that have no partner. */
  readonly left: number;

  constructor(readonly first: Lens, readonly second: Lens) {
    this.rows = pairs(first.rows.items, second.rows.items);
    this.columns = pairs(first.columns.items, second.columns.items);
    this.rowLabels = this.rows.map((pair) => labelOf(pair, first.rows.items, second.rows.items));
    this.columnLabels = this.columns.map((pair) => labelOf(pair, first.columns.items, second.columns.items));
    this.left = first.rows.size + second.rows.size - 2 * this.rows.length;
  }

  /** The second's layer of that number, if it has that head. */
  static layerOf(stack: Stack, number: number, head: number): LayerHeader | null {
    return stack.layers.find((layer) => layer.number === number && layer.heads.includes(head)) ?? null;
  }

  /** Where the first's rows or columns that a search has found stand among the pairs. */
  found(search: string, side: "rows" | "columns"): ReadonlySet<number> {
    const [first, second] = [this.first[side].find(search), this.second[side].find(search)];
    return new Set(this[side].flatMap((pair, position) => (first.has(pair.a) || second.has(pair.b) ? [position] : [])));
  }
}

function pairs(a: readonly Item[], b: readonly Item[]): Pair[] {
  return align(a.map((item) => item.text), b.map((item) => item.text));
}

function labelOf(pair: Pair, a: readonly Item[], b: readonly Item[]): string {
  const first = label(a[pair.a]?.text ?? "");
  return pair.same ? first : `${first}\u2009/\u2009${label(b[pair.b]?.text ?? "")}`;
}

/** One head of both. */
export class ComparedHead {
  constructor(readonly stack: ComparedStack, readonly a: ShownWeights, readonly b: ShownWeights) {}

  first(row: number, column: number): number {
    return this.a.weight(this.stack.rows[row]?.a ?? 0, this.stack.columns[column]?.a ?? 0);
  }

  second(row: number, column: number): number {
    return this.b.weight(this.stack.rows[row]?.b ?? 0, this.stack.columns[column]?.b ?? 0);
  }

  difference(row: number, column: number): number {
    return this.second(row, column) - this.first(row, column);
  }

  /** The most by which each, and so their difference, differs from what the models' own weights give. */
  bounds(row: number, column: number): { readonly first: number; readonly second: number; readonly difference: number } {
    const first = this.a.bound(this.stack.rows[row]?.a ?? 0, this.stack.columns[column]?.a ?? 0);
    const second = this.b.bound(this.stack.rows[row]?.b ?? 0, this.stack.columns[column]?.b ?? 0);
    return { first, second, difference: first + second };
  }
}

/** The stack of the same kind in the payload's second result. */
export function secondStack(second: Payload, kind: string): Stack | null {
  return second.stacks.find((stack) => stack.kind === kind) ?? null;
}
