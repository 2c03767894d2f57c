import { meanOf } from "../../model/mean";
import type { Lens } from "../../model/lens";
import { label } from "../../model/token-text";
import type { TableContent } from "../../shell/data-table";
import type { Messages } from "../../shell/messages";
import { headsName, lookingTable } from "../looking";
import { strongest } from "../words";
import type { Held } from "./head-plot";
import type { ShownHead } from "./lines";

/** For a held token all of the other side by weight; otherwise what each token looks at most. */
export function headTable(place: string, heads: readonly ShownHead[], held: Held | null, lens: Lens, messages: Messages): TableContent {
  const name = headsName(heads.map((head) => head.number), messages);
  const weights = meanOf(heads.map((head) => head.weights));
  if (held && weights) {
    return lookingTable({ weights, heads: name, lens, ...held }, place, messages);
  }
  const row = new Float32Array(lens.columns.size);
  return {
    caption: `${place}, ${heads.length > 0 ? name : messages.text("noHead")}`,
    headings: [messages.text("token"), messages.text("looksMostAt"), messages.text("weight")],
    rowCount: weights ? lens.rows.size : 0,
    row: (index) => {
      weights?.fillRow(index, row);
      const [most = 0] = strongest(row.length, (position) => row[position] as number, 1);
      return [label(lens.rows.items[index]?.text ?? ""), label(lens.columns.items[most]?.text ?? ""), (row[most] ?? 0).toFixed(4)];
    },
  };
}
