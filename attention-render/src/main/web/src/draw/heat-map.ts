import type { Box } from "../shell/area";
import { textWidth } from "./ruler";
import type { Pixels, Surface } from "./surface";
import type { Theme } from "./theme";

/** Room for the scale under the plot. */
const LEGEND = 62;
const LABEL_SIZE = 13;
/** Cells at least this large are told apart by a gap. */
const GRID_FROM = 12;

/** What is plotted: any number per row and column, and the colour that stands for it. */
export interface Grid {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** NaN leaves a cell blank. */
  value(row: number, column: number): number;
  /** Where on the colour scale a number lies, 0 to 1. */
  place(value: number): number;
  /** 256 colours, red, green, blue one after another. */
  readonly colours: Uint8Array;
  /** Numbers to write along the scale, ascending. */
  readonly ticks: readonly number[];
  readonly caption: string;
  /** Of several cells under one pixel, the one whose number is farthest from this shows. */
  readonly neutral: number;
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** What stands out: the cell that is pointed at, and the labels that a search has found. */
export interface Marks {
  readonly cursor: Cell | null;
  readonly rows: ReadonlySet<number>;
  readonly columns: ReadonlySet<number>;
}

/** Where the cells lie, in pixels of the content; labels and scale keep to the edges of what is in sight. */
export interface Plot {
  /** Room for the labels of the rows. */
  readonly x: number;
  /** Room for the labels of the columns. */
  readonly y: number;
  readonly cell: number;
  readonly width: number;
  readonly height: number;
}

/** Finds room for the cells beside the labels: `zoom` 1 fits everything into `width` and `height`. */
export function plotOf(grid: Grid, width: number, height: number, zoom: number): Plot {
  const longest = (texts: readonly string[]): number => {
    // Thousands of labels would take longer to measure than to draw.
    const some = texts.length > 400 ? [...texts].sort((a, b) => b.length - a.length).slice(0, 50) : texts;
    return Math.ceil(Math.max(0, ...some.map((text) => textWidth(text, { size: LABEL_SIZE, weight: 650 })))) + 14;
  };
  const x = Math.min(longest(grid.rows), Math.round(width * 0.26));
  const y = Math.min(longest(grid.columns), 110);
  const fit = Math.min((width - x - 2) / grid.columns.length, (height - y - LEGEND) / grid.rows.length, 56);
  const cell = Math.max(fit, Math.min(64, fit * zoom));
  return { x, y, cell, width: cell * grid.columns.length, height: cell * grid.rows.length };
}

export function sizeOf(plot: Plot): { readonly width: number; readonly height: number } {
  return { width: plot.x + plot.width + 2, height: plot.y + plot.height + LEGEND };
}

/** Where a cell lies in the content. */
export function boxOf(plot: Plot, cell: Cell): Box {
  return { x: plot.x + cell.column * plot.cell, y: plot.y + cell.row * plot.cell, width: plot.cell, height: plot.cell };
}

/** The cell at a point of the content. */
export function cellAt(grid: Grid, plot: Plot, x: number, y: number): Cell | null {
  const column = Math.floor((x - plot.x) / plot.cell);
  const row = Math.floor((y - plot.y) / plot.cell);
  return column >= 0 && row >= 0 && column < grid.columns.length && row < grid.rows.length ? { row, column } : null;
}

/** Draws what is in sight; `key` names all that the colours of the cells depend on. */
export function paintHeatMap(surface: Surface, grid: Grid, plot: Plot, window: Box, marks: Marks, theme: Theme, key: string): void {
  const { cursor } = marks;
  const sight = {
    x: window.x + plot.x,
    y: window.y + plot.y,
    width: Math.min(window.width - plot.x, plot.width - window.x),
    height: Math.min(window.height - plot.y - LEGEND, plot.height - window.y),
  };
  surface.clip(sight.x, sight.y, sight.width, sight.height, () => {
    surface.layer(`${key} ${plot.cell}`, (behind) =>
      behind.clip(sight.x, sight.y, sight.width, sight.height, () => paintCells(behind, grid, plot, sight, theme)));
  });
  surface.rect(sight.x - 0.5, sight.y - 0.5, sight.width + 1, sight.height + 1, { stroke: theme.line });
  if (cursor) {
    const { x, y } = boxOf(plot, cursor);
    const size = Math.max(5, plot.cell);
    // Also around a cell at the edge.
    surface.clip(sight.x - 3, sight.y - 3, sight.width + 6, sight.height + 6, () => {
      surface.rect(x - 1, y - 1, size + 2, size + 2, { stroke: theme.ground, lineWidth: 4, radius: 2 });
      surface.rect(x - 1, y - 1, size + 2, size + 2, { stroke: theme.ink, lineWidth: 2, radius: 2 });
    });
  }
  paintLabels(surface, grid, plot, sight, marks, theme);
  paintScale(surface, grid, sight, theme);
}

function paintCells(surface: Surface, grid: Grid, plot: Plot, sight: Box, theme: Theme): void {
  const firstColumn = Math.max(0, Math.floor((sight.x - plot.x) / plot.cell));
  const firstRow = Math.max(0, Math.floor((sight.y - plot.y) / plot.cell));
  const columns = Math.min(grid.columns.length - firstColumn, Math.ceil(sight.width / plot.cell) + 1);
  const rows = Math.min(grid.rows.length - firstRow, Math.ceil(sight.height / plot.cell) + 1);
  // Below two cells a pixel on dense screens, several cells share one: the farthest from neutral shows.
  const step = Math.max(1, Math.floor(0.5 / plot.cell));
  const pixels: Pixels = {
    width: Math.ceil(columns / step),
    height: Math.ceil(rows / step),
    data: new Uint8ClampedArray(Math.ceil(columns / step) * Math.ceil(rows / step) * 4),
  };
  const strongest = new Float32Array(pixels.width);
  for (let y = 0; y < pixels.height; y++) {
    strongest.fill(NaN);
    for (let row = firstRow + y * step; row < Math.min(firstRow + rows, firstRow + (y + 1) * step); row++) {
      for (let i = 0; i < columns; i++) {
        const value = grid.value(row, firstColumn + i);
        const x = Math.floor(i / step);
        // Also true for the first of them, as nothing compares with NaN.
        if (!(Math.abs(value - grid.neutral) <= Math.abs((strongest[x] as number) - grid.neutral))) {
          strongest[x] = value;
        }
      }
    }
    for (let x = 0; x < pixels.width; x++) {
      const value = strongest[x] as number;
      if (!Number.isNaN(value)) {
        const colour = Math.round(255 * Math.max(0, Math.min(1, grid.place(value)))) * 3;
        pixels.data.set(grid.colours.subarray(colour, colour + 3), (y * pixels.width + x) * 4);
        pixels.data[(y * pixels.width + x) * 4 + 3] = 255;
      }
    }
  }
  const left = plot.x + firstColumn * plot.cell;
  const top = plot.y + firstRow * plot.cell;
  surface.pixels(pixels, left, top, pixels.width * step * plot.cell, pixels.height * step * plot.cell);
  if (plot.cell >= GRID_FROM) {
    const gaps: number[] = [];
    for (let i = 0; i <= columns; i++) {
      gaps.push(left + i * plot.cell, top, left + i * plot.cell, top + rows * plot.cell);
    }
    for (let i = 0; i <= rows; i++) {
      gaps.push(left, top + i * plot.cell, left + columns * plot.cell, top + i * plot.cell);
    }
    surface.lines(gaps, theme.ground, 1, 1);
  }
}

function paintLabels(surface: Surface, grid: Grid, plot: Plot, sight: Box, { cursor, rows, columns }: Marks, theme: Theme): void {
  const style = (current: boolean) =>
    ({ colour: current ? theme.ink : theme.soft, weight: current ? 650 : 400, size: LABEL_SIZE }) as const;
  const found = { fill: theme.focus, alpha: 0.24, radius: 4 } as const;
  const thick = Math.max(2, Math.min(LABEL_SIZE + 5, plot.cell));
  for (const row of labelled(grid.rows.length, plot.cell, sight.y - plot.y, sight.height, cursor?.row, rows)) {
    if (rows.has(row)) {
      surface.rect(sight.x - plot.x + 1, plot.y + (row + 0.5) * plot.cell - thick / 2, plot.x - 3, thick, found);
    }
    surface.text(grid.rows[row] ?? "", sight.x - 8, plot.y + (row + 0.5) * plot.cell, {
      ...style(row === cursor?.row), align: "end", maxWidth: plot.x - 12,
    });
  }
  for (const column of labelled(grid.columns.length, plot.cell, sight.x - plot.x, sight.width, cursor?.column, columns)) {
    const x = plot.x + (column + 0.5) * plot.cell;
    if (columns.has(column)) {
      surface.rect(x - thick / 2, sight.y - plot.y + 1, thick, plot.y - 3, found);
    }
    surface.upwards(x, sight.y - 8, () =>
      surface.text(grid.columns[column] ?? "", x, sight.y - 8, { ...style(column === cursor?.column), maxWidth: plot.y - 12 }));
  }
}

/** As many labels as have room; that of the cursor in any case, and those that were searched for before others. */
function labelled(
  count: number, cell: number, start: number, room: number, current: number | undefined, wanted: ReadonlySet<number>,
): number[] {
  const each = Math.max(1, Math.ceil((LABEL_SIZE + 2) / cell));
  const first = Math.max(0, Math.ceil(start / cell - 0.5));
  const last = Math.min(count - 1, Math.floor((start + room) / cell - 0.5));
  const all = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const taken: number[] = [];
  const place = (among: readonly number[]) => {
    const fixed = new Set(taken);
    for (const i of among) {
      const crowded = each > 1 && Array.from({ length: 2 * each - 1 }, (_, k) => i - each + 1 + k).some((near) => fixed.has(near));
      if (!crowded) {
        taken.push(i);
        fixed.add(i);
      }
    }
  };
  place(all.filter((i) => i === current));
  place(all.filter((i) => wanted.has(i)));
  place(all.filter((i) => i % each === 0));
  return taken;
}

function paintScale(surface: Surface, grid: Grid, plot: Box, theme: Theme): void {
  const width = Math.min(240, Math.max(120, plot.width));
  const y = plot.y + plot.height + 14;
  const data = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 256; i++) {
    data.set(grid.colours.subarray(i * 3, i * 3 + 3), i * 4);
    data[i * 4 + 3] = 255;
  }
  surface.pixels({ width: 256, height: 1, data }, plot.x, y, width, 9);
  surface.rect(plot.x - 0.5, y - 0.5, width + 1, 10, { stroke: theme.line });
  grid.ticks.forEach((tick, i) => {
    const x = plot.x + Math.max(0, Math.min(1, grid.place(tick))) * width;
    const align = i === 0 ? "start" : i === grid.ticks.length - 1 ? "end" : "center";
    surface.text(tickText(tick), x, y + 20, { colour: theme.soft, size: 11, align });
  });
  surface.text(grid.caption, plot.x, y + 38, { colour: theme.soft, size: 12 });
}

/** Three significant digits, and a real minus. */
export function tickText(value: number): string {
  return String(Number(value.toPrecision(3))).replace("-", "\u2212");
}
