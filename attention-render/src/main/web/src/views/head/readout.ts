import type { Axis } from "../../model/axis";
import { label } from "../../model/token-text";
import { element } from "../../shell/dom";
import type { Messages } from "../../shell/messages";
import type { Side } from "./geometry";
import type { ShownHead } from "./lines";

const MOST = 4;

/** A token on the other side, with its weight: the mean over the shown heads. */
export interface Ranked {
  readonly position: number;
  readonly weight: number;
  readonly bound: number;
}

/** All tokens of the other side, strongest first. */
export function ranking(heads: readonly ShownHead[], side: Side, position: number): Ranked[] {
  const count = heads[0] ? (side === "query" ? heads[0].weights.columns : heads[0].weights.rows) : 0;
  const all = Array.from({ length: count }, (_, other) => {
    const [row, column] = side === "query" ? [position, other] : [other, position];
    let weight = 0;
    let bound = 0;
    for (const head of heads) {
      weight += head.weights.weight(row, column) / heads.length;
      bound += head.weights.bound(row, column) / heads.length;
    }
    return { position: other, weight, bound };
  });
  return all.sort((a, b) => b.weight - a.weight);
}

export function headsName(heads: readonly ShownHead[], messages: Messages): string {
  return heads.length === 1
    ? messages.text("oneHead", { head: heads[0]?.number ?? "" })
    : messages.text("meanOfHeads", { count: heads.length });
}

/** What the focused token looks at most, or who looks at it most, in words and numbers. */
export function readout(
  heads: readonly ShownHead[], side: Side, position: number, axes: { readonly own: Axis; readonly other: Axis }, messages: Messages,
): (Node | string)[] {
  const rows = ranking(heads, side, position).slice(0, MOST);
  const parts: (Node | string)[] = [
    element("b", {}, label(axes.own.items[position]?.text ?? "")),
    ` ${messages.text(side === "query" ? "looksAt" : "isLookedAt", { heads: headsName(heads, messages) })} `,
  ];
  rows.forEach((row, rank) => {
    const number = element("span", { className: "number" }, row.weight.toFixed(3));
    const item = axes.other.items[row.position];
    number.dataset["token"] = String(item?.tokens[0] ?? "");
    number.dataset["weight"] = String(row.weight);
    number.dataset["bound"] = String(row.bound);
    parts.push(rank > 0 ? ", " : "", element("b", {}, label(item?.text ?? "")), " ", number);
  });
  const bound = Math.max(...rows.map((row) => row.bound));
  parts.push(` (${messages.text("errorBound", { bound: bound.toPrecision(1) })})`);
  return parts;
}
