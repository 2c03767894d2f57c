import type { Surface } from "../../draw/surface";
import type { Theme } from "../../draw/theme";
import type { Axis } from "../../model/axis";
import type { Side } from "../../model/mean";
import { label } from "../../model/token-text";
import type { Box } from "../../shell/area";
import { CAPTION_HEIGHT, centre, PADDING, ROW_HEIGHT } from "./geometry";

/** How a column stands out. */
export interface Marks {
  /** The token that is pointed at, or -1. */
  readonly focus: number;
  readonly locked: boolean;
  readonly search: string;
}

/** Draws the tokens of one column that the window shows. */
export function drawTokens(surface: Surface, side: Side, axis: Axis, column: Box, window: Box, marks: Marks, caption: string, theme: Theme): void {
  const end = side === "query";
  const x = end ? column.x + column.width - PADDING : column.x + PADDING;
  surface.text(caption, x, CAPTION_HEIGHT / 2 - 2, { colour: theme.soft, size: 12.5, align: end ? "end" : "start" });
  const first = Math.max(0, Math.floor((window.y - CAPTION_HEIGHT) / ROW_HEIGHT));
  const last = Math.min(axis.size - 1, Math.ceil((window.y + window.height - CAPTION_HEIGHT) / ROW_HEIGHT));
  const found = axis.find(marks.search);
  for (let position = first; position <= last; position++) {
    const item = axis.items[position];
    if (!item) {
      continue;
    }
    const y = centre(position);
    const focused = position === marks.focus;
    if (found.has(position)) {
      surface.rect(column.x + 1, y - ROW_HEIGHT / 2 + 1, column.width - 2, ROW_HEIGHT - 2, { fill: theme.focus, alpha: 0.2, radius: 6 });
    }
    if (focused) {
      surface.rect(column.x + 1, y - ROW_HEIGHT / 2 + 1, column.width - 2, ROW_HEIGHT - 2, {
        fill: theme.panel, stroke: theme.focus, lineWidth: 1.5, radius: 6,
      });
    }
    surface.text(label(item.text), x, y, {
      colour: item.special && !focused ? theme.soft : theme.ink,
      italic: item.special,
      weight: focused && marks.locked ? 650 : 400,
      align: end ? "end" : "start",
      maxWidth: column.width - 2 * PADDING,
    });
  }
}
