import { HEAD, ROW, type Columns } from "../../draw/neurons";
import { label } from "../../model/token-text";
import type { Axis } from "../../model/axis";
import { foundIn, type Area, type Box } from "../../shell/area";

/** The query tokens, and their vectors beside them. */
export function queryArea(at: Columns, rows: Axis, name: string, sight: () => Box): Area {
  const width = at.query + at.vector;
  return {
    name: "query",
    label: name,
    count: rows.size,
    columns: 1,
    bounds: { x: 0, y: HEAD, width, height: rows.size * ROW },
    covered: { x: 0, y: HEAD },
    box: (position) => ({ x: 0, y: HEAD + position * ROW, width, height: ROW }),
    at: (x, y) => (x < width ? rowAt(y, rows.size, sight()) : -1),
    option: (position) => label(rows.items[position]?.text ?? ""),
    numberOf: (position) => rows.items[position]?.tokens[0] ?? -1,
    positionOf: (number) => rows.positionOf(number),
    found(hit) { return foundIn(this, hit.query); },
  };
}

/** The numbers of all products, `dimension` a row. Pointing at a key's vector points at the product, too. */
export function productArea(
  at: Columns,
  keys: number,
  dimension: number,
  texts: { readonly label: string; option(key: number, dimension: number): string },
  sight: () => Box,
): Area {
  const cell = at.vector / dimension;
  return {
    name: "product",
    label: texts.label,
    count: keys * dimension,
    columns: dimension,
    bounds: { x: at.product, y: HEAD, width: at.vector, height: keys * ROW },
    covered: { x: 0, y: HEAD },
    box: (position) => ({
      x: at.product + (position % dimension) * cell, y: HEAD + Math.floor(position / dimension) * ROW, width: cell, height: ROW,
    }),
    at: (x, y) => {
      const row = rowAt(y, keys, sight());
      const start = [at.key, at.product].find((left) => x >= left && x < left + at.vector);
      return row < 0 || start === undefined ? -1 : row * dimension + Math.min(dimension - 1, Math.floor((x - start) / cell));
    },
    option: (position) => texts.option(Math.floor(position / dimension), position % dimension),
    numberOf: (position) => position,
    positionOf: (number) => (number < keys * dimension ? number : -1),
  };
}

/** The row at a height, unless the headings lie over it. */
function rowAt(y: number, count: number, sight: Box): number {
  const row = Math.floor((y - HEAD) / ROW);
  return y < sight.y + HEAD || row >= count ? -1 : row;
}
