import { align, type Pair } from "../../compare/align";
import type { HeadWeights } from "../../payload/head-weights";
import type { LayerHeader } from "../../payload/format";
import type { Payload, Stack, TokenInfo } from "../../payload/payload";
import { label, prettyText } from "../../model/token-text";

/** The same stack of two results, its tokens put side by side. */
export class ComparedStack {
  readonly rows: readonly Pair[];
  readonly columns: readonly Pair[];
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  /** Tokens on either side that have no partner. */
  readonly left: number;

  constructor(readonly first: Stack, readonly second: Stack) {
    this.rows = pairs(first.queryTokens, second.queryTokens);
    this.columns = first.queryTokens === first.keyTokens && second.queryTokens === second.keyTokens
      ? this.rows
      : pairs(first.keyTokens, second.keyTokens);
    this.rowLabels = this.rows.map((pair) => labelOf(pair, first.queryTokens, second.queryTokens));
    this.columnLabels = this.columns.map((pair) => labelOf(pair, first.keyTokens, second.keyTokens));
    this.left = first.queryTokens.length + second.queryTokens.length - 2 * this.rows.length;
  }

  /** The second's layer of that number, if it has that head. */
  static layerOf(stack: Stack, number: number, head: number): LayerHeader | null {
    return stack.layers.find((layer) => layer.number === number && layer.heads.includes(head)) ?? null;
  }
}

function pairs(a: readonly TokenInfo[], b: readonly TokenInfo[]): Pair[] {
  return align(a.map((token) => token.text), b.map((token) => token.text));
}

function labelOf(pair: Pair, a: readonly TokenInfo[], b: readonly TokenInfo[]): string {
  const first = label(prettyText(a[pair.a] as TokenInfo));
  return pair.same ? first : `${first}\u2009/\u2009${label(prettyText(b[pair.b] as TokenInfo))}`;
}

/** One head of both. */
export class ComparedHead {
  constructor(readonly stack: ComparedStack, readonly a: HeadWeights, readonly b: HeadWeights) {}

  first(row: number, column: number): number {
    return this.a.weight(this.stack.rows[row]?.a ?? 0, this.stack.columns[column]?.a ?? 0);
  }

  second(row: number, column: number): number {
    return this.b.weight(this.stack.rows[row]?.b ?? 0, this.stack.columns[column]?.b ?? 0);
  }

  difference(row: number, column: number): number {
    return this.second(row, column) - this.first(row, column);
  }

  bound(row: number): number {
    return this.a.errorBound(this.stack.rows[row]?.a ?? 0) + this.b.errorBound(this.stack.rows[row]?.b ?? 0);
  }
}

/** The stack of the same kind in the payload's second result. */
export function secondStack(second: Payload, kind: string): Stack | null {
  return second.stacks.find((stack) => stack.kind === kind) ?? null;
}
