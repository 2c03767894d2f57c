import type { Focus, ShownHead } from "../draw/attention-canvas";
import type { StackHeader } from "../payload/format";
import type { LayerWeights } from "../payload/weights";
import { element } from "./dom";
import { label } from "./token-text";

const MOST = 4;

interface Row {
  readonly index: number;
  readonly weight: number;
  readonly bound: number;
}

/** What the focused token looks at most, or who looks at it most, in words and numbers. */
export function readout(
  stack: StackHeader,
  weights: LayerWeights,
  heads: readonly (ShownHead & { readonly number: number })[],
  focus: Focus,
): (Node | string)[] {
  if (heads.length === 0) {
    return ["No head is shown. Switch some on above."];
  }
  if (!focus) {
    return ["Point at a token: on the left to see where it looks, on the right to see who looks at it. A click holds it."];
  }
  const fromQuery = focus.side === "query";
  const others = fromQuery ? stack.keyTokens : stack.queryTokens;
  const own = (fromQuery ? stack.queryTokens : stack.keyTokens)[focus.index];
  const rows: Row[] = others.map((_, index) => {
    const query = fromQuery ? focus.index : index;
    const key = fromQuery ? index : focus.index;
    let weight = 0;
    let bound = 0;
    for (const head of heads) {
      weight += weights.weight(head.position, query, key) / heads.length;
      bound += weights.errorBound(head.position, query) / heads.length;
    }
    return { index, weight, bound };
  });
  rows.sort((a, b) => b.weight - a.weight);
  const who = heads.length === 1 ? `head ${heads[0]?.number}` : `mean of ${heads.length} heads`;
  const parts: (Node | string)[] = [
    element("b", {}, label(own?.text ?? "")),
    fromQuery ? ` looks at (${who}): ` : ` is looked at by (${who}): `,
  ];
  rows.slice(0, MOST).forEach((row, position) => {
    const number = element("span", { className: "number" }, row.weight.toFixed(3));
    number.dataset["index"] = String(row.index);
    number.dataset["weight"] = String(row.weight);
    parts.push(position > 0 ? ", " : "", element("b", {}, label(others[row.index]?.text ?? "")), " ", number);
  });
  const bound = Math.max(...rows.slice(0, MOST).map((row) => row.bound));
  parts.push(` (each off by at most ${bound.toPrecision(1)})`);
  return parts;
}
