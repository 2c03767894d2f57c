import { textWidth } from "../../draw/ruler";
import type { Axis } from "../../model/axis";
import type { Side } from "../../model/mean";
import { label } from "../../model/token-text";
import { foundIn, type Area, type Box } from "../../shell/area";
import type { Messages } from "../../shell/messages";

/** The layout of two columns of tokens, in CSS pixels. */
export const ROW_HEIGHT = 24;
export const CAPTION_HEIGHT = 26;
export const STRIP_WIDTH = 9;
export const STRIP_GAP = 6;
const PADDING = 9;
const WIDEST_LABEL = 240;
const WIDEST_LINES = 860;
/** Long inputs are measured by a sample of their tokens. */
const MEASURED = 400;

/** Where the columns of a head view are for a given width. */
export interface Geometry {
  readonly left: Box;
  readonly right: Box;
  readonly width: number;
  readonly height: number;
}

/** Places two columns between `x` and `x + width`. */
export function geometryOf(rows: Axis, columns: Axis, width: number, x = 0): Geometry {
  const most = Math.min(WIDEST_LABEL, width * 0.36);
  const captions = { query: 96, key: 112 };
  const leftWidth = columnWidth(rows, most, captions.query);
  const rightWidth = columnWidth(columns, most, captions.key);
  const lines = Math.max(60, Math.min(WIDEST_LINES, width - leftWidth - rightWidth));
  return {
    left: { x, y: CAPTION_HEIGHT, width: leftWidth, height: rows.size * ROW_HEIGHT },
    right: { x: x + leftWidth + lines, y: CAPTION_HEIGHT, width: rightWidth, height: columns.size * ROW_HEIGHT },
    width: leftWidth + lines + rightWidth,
    height: CAPTION_HEIGHT + Math.max(rows.size, columns.size) * ROW_HEIGHT + 4,
  };
}

function columnWidth(axis: Axis, most: number, least: number): number {
  const every = Math.max(1, Math.floor(axis.size / MEASURED));
  let widest = Math.min(least, most);
  for (let i = 0; i < axis.size && widest < most; i += every) {
    widest = Math.max(widest, textWidth(label(axis.items[i]?.text ?? ""), { weight: 600 }) + 2 * PADDING);
  }
  return Math.ceil(Math.min(widest, most));
}

export function centre(position: number): number {
  return CAPTION_HEIGHT + (position + 0.5) * ROW_HEIGHT;
}

export { PADDING };

/** A column of tokens as something to point at. */
export function tokenArea(side: Side, axis: Axis, bounds: Box, messages: Messages): Area {
  const option = side === "query" ? "queryOption" : "keyOption";
  return {
    name: side,
    label: messages.text(side),
    count: axis.size,
    columns: 1,
    bounds,
    box: (position) => ({ x: bounds.x, y: bounds.y + position * ROW_HEIGHT, width: bounds.width, height: ROW_HEIGHT }),
    at: (x, y) => {
      const position = Math.floor((y - bounds.y) / ROW_HEIGHT);
      return x >= bounds.x && x < bounds.x + bounds.width && position >= 0 && position < axis.size ? position : -1;
    },
    option: (position) => messages.text(option, { token: label(axis.items[position]?.text ?? ""), position: position + 1, count: axis.size }),
    numberOf: (position) => axis.items[position]?.tokens[0] ?? -1,
    positionOf: (token) => axis.positionOf(token),
    found(hit) { return foundIn(this, hit[side]); },
  };
}
