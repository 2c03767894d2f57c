import { headColour } from "../../draw/palette";
import type { Surface } from "../../draw/surface";
import type { Theme } from "../../draw/theme";
import type { Messages } from "../../shell/messages";
import { AXIS, type Grid } from "./grid";
import { drawLines, drawMap, type Pooled } from "./thumbnail";

export interface GridState {
  /** Identifies the small pictures, which are drawn once and kept. */
  readonly key: string;
  readonly map: boolean;
  readonly theme: Theme;
  readonly messages: Messages;
  /** Positions of the cell that is shown large and of the one pointed at, or -1. */
  readonly chosen: number;
  readonly pointed: number;
  pooled(layer: number, head: number): Pooled | null;
}

/** Draws the small pictures, the numbers of layers and heads, and what is chosen. */
export function paintGrid(surface: Surface, grid: Grid, state: GridState): void {
  const { theme } = state;
  mark(surface, grid, state.chosen, theme.focus, theme.panel, 2.5);
  mark(surface, grid, state.pointed, theme.soft, undefined, 1.5);
  surface.layer([state.key, theme.dark, theme.forced, grid.size].join(), (layer) => {
    axes(layer, grid, state);
    for (let position = 0; position < grid.layers.length * grid.heads.length; position++) {
      const cell = grid.cell(position);
      const pooled = grid.has(cell) ? state.pooled(cell.layer, cell.head) : null;
      if (pooled) {
        const { x, y, width, height } = cell.box;
        const inner = { x: x + 3, y: y + 3, width: width - 6, height: height - 6 };
        if (state.map) {
          drawMap(layer, pooled, inner);
        } else {
          drawLines(layer, pooled, inner, theme.forced ? theme.ink : headColour(cell.head, theme.dark));
        }
      }
    }
  });
}

function mark(surface: Surface, grid: Grid, position: number, stroke: string, fill: string | undefined, lineWidth: number): void {
  if (position >= 0) {
    const { x, y, width, height } = grid.cell(position).box;
    surface.rect(x, y, width, height, { stroke, ...(fill ? { fill } : {}), lineWidth, radius: 6 });
  }
}

function axes(surface: Surface, grid: Grid, { theme, messages }: GridState): void {
  const title = { colour: theme.soft, size: 12.5, weight: 600, align: "center" } as const;
  const number = { colour: theme.ink, size: 12.5, align: "center" } as const;
  const middle = AXIS + (grid.heads.length * grid.size) / 2;
  const down = AXIS + (grid.layers.length * grid.size) / 2;
  surface.text(messages.text("heads"), middle, 10, title);
  surface.upwards(10, down, () => surface.text(messages.text("layers"), 10, down, title));
  grid.heads.forEach((head, column) => surface.text(String(head), AXIS + (column + 0.5) * grid.size, AXIS - 12, number));
  grid.layers.forEach((layer, row) => surface.text(String(layer), AXIS - 14, AXIS + (row + 0.5) * grid.size, number));
}
