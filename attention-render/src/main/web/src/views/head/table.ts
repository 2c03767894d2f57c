import type { Axis } from "../../model/axis";
import type { Lens } from "../../model/lens";
import { label } from "../../model/token-text";
import type { TableContent } from "../../shell/data-table";
import type { Messages } from "../../shell/messages";
import type { Held } from "./head-plot";
import type { ShownHead } from "./lines";
import { headsName, ranking } from "./readout";

/** For a held token all of the other side by weight; otherwise what each token looks at most. */
export function headTable(place: string, heads: readonly ShownHead[], held: Held | null, lens: Lens, messages: Messages): TableContent {
  const name = headsName(heads, messages);
  if (held && heads.length > 0) {
    const [own, other] = held.side === "query" ? [lens.rows, lens.columns] : [lens.columns, lens.rows];
    const ranked = ranking(heads, held.side, held.position);
    return {
      caption: `${place}: ${text(own, held.position)} ${messages.text(held.side === "query" ? "looksAt" : "isLookedAt", { heads: name })}`,
      headings: [messages.text("token"), messages.text("weight")],
      rowCount: ranked.length,
      row: (index) => [text(other, ranked[index]?.position ?? 0), (ranked[index]?.weight ?? 0).toFixed(4)],
    };
  }
  return {
    caption: `${place}, ${heads.length > 0 ? name : messages.text("noHead")}`,
    headings: [messages.text("token"), messages.text("looksMostAt"), messages.text("weight")],
    rowCount: heads.length === 0 ? 0 : lens.rows.size,
    row: (index) => {
      const [first] = ranking(heads, "query", index);
      return [text(lens.rows, index), text(lens.columns, first?.position ?? 0), (first?.weight ?? 0).toFixed(4)];
    },
  };
}

function text(axis: Axis, position: number): string {
  return label(axis.items[position]?.text ?? "");
}
