import type { Item } from "../model/axis";
import type { Lens, ShownWeights } from "../model/lens";
import { profile, type Side } from "../model/mean";
import { label } from "../model/token-text";
import type { TableContent } from "../shell/data-table";
import { element } from "../shell/dom";
import type { Messages } from "../shell/messages";
import { bound, numberSpan, strongest } from "./words";

/** One token's weights: where it looks, or who looks at it. Every view that shows them says them in these words. */
export interface Looking {
  /** Between the rows and columns of the lens: a head's, or the mean of several. */
  readonly weights: ShownWeights;
  /** What the heads are called. */
  readonly heads: string;
  readonly lens: Lens;
  readonly side: Side;
  readonly position: number;
  /** What an item is called; by default by its text. */
  readonly name?: (item: Item | undefined) => string;
}

export function headsName(numbers: readonly number[], messages: Messages): string {
  return numbers.length === 1
    ? messages.text("oneHead", { head: numbers[0] ?? "" })
    : messages.text("meanOfHeads", { count: numbers.length });
}

/** The strongest weights, how far each may be off, and what they are about. */
export function looking(of: Looking, messages: Messages): (Node | string)[] {
  const { own, other } = sides(of);
  const weights = profile(of.weights, of.side, of.position);
  const most = strongest(weights.length, (position) => weights[position] as number);
  const bounds = most.map((position) => boundOf(of, position));
  const parts: (Node | string)[] = [element("b", {}, own(of.position)), ` ${verb(of, messages)} `];
  most.forEach((position, rank) => parts.push(
    rank > 0 ? ", " : "", element("b", {}, other(position).text), " ",
    numberSpan(weights[position] as number, { token: other(position).token, bound: bounds[rank] as number }),
  ));
  parts.push(` (${messages.text("errorBound", { bound: bound(Math.max(...bounds)) })})`);
  return parts;
}

/** All of the other side by weight. */
export function lookingTable(of: Looking, place: string, messages: Messages): TableContent {
  const { own, other } = sides(of);
  const weights = profile(of.weights, of.side, of.position);
  const order = strongest(weights.length, (position) => weights[position] as number, weights.length);
  return {
    caption: `${place}: ${own(of.position)} ${verb(of, messages)}`,
    headings: [messages.text("token"), messages.text("weight")],
    rowCount: order.length,
    row: (index) => [other(order[index] ?? 0).text, (weights[order[index] ?? 0] ?? 0).toFixed(4)],
  };
}

function sides({ lens, side, name = (item) => label(item?.text ?? "") }: Looking) {
  const [own, other] = side === "query" ? [lens.rows, lens.columns] : [lens.columns, lens.rows];
  return {
    own: (position: number) => name(own.items[position]),
    other: (position: number) => ({ text: name(other.items[position]), token: other.items[position]?.tokens[0] ?? 0 }),
  };
}

function boundOf({ weights, side, position }: Looking, other: number): number {
  return side === "query" ? weights.bound(position, other) : weights.bound(other, position);
}

function verb({ side, heads }: Looking, messages: Messages): string {
  return messages.text(side === "query" ? "looksAt" : "isLookedAt", { heads });
}
