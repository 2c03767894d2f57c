import { boxOf, cellAt, type Cell, type Grid, type Plot } from "../../draw/heat-map";
import type { Area, Box } from "../../shell/area";

/** How the cells of a plot are numbered, so that a number outlasts filters: by the tokens that rows and columns begin with. */
export interface Numbering {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** More than the largest number of a column. */
  readonly width: number;
}

/** The cells of a heat map as something to point at and walk through. */
export function cellArea(
  grid: Grid,
  plot: Plot,
  numbering: Numbering,
  texts: { readonly label: string; option(cell: Cell): string },
  sight: () => Box,
): Area {
  const columns = grid.columns.length;
  const cell = (position: number): Cell => ({ row: Math.floor(position / columns), column: position % columns });
  return {
    name: "cell",
    label: texts.label,
    count: grid.rows.length * columns,
    columns,
    bounds: { x: plot.x, y: plot.y, width: plot.width, height: plot.height },
    covered: { x: plot.x, y: plot.y },
    box: (position) => boxOf(plot, cell(position)),
    at: (x, y) => {
      const window = sight();
      // Labels lie over the cells that are scrolled behind them.
      const found = x < window.x + plot.x || y < window.y + plot.y ? null : cellAt(grid, plot, x, y);
      return found ? found.row * columns + found.column : -1;
    },
    option: (position) => texts.option(cell(position)),
    numberOf: (position) => {
      const { row, column } = cell(position);
      return (numbering.rows[row] ?? 0) * numbering.width + (numbering.columns[column] ?? 0);
    },
    positionOf: (number) => {
      const row = numbering.rows.indexOf(Math.floor(number / numbering.width));
      const column = numbering.columns.indexOf(number % numbering.width);
      return row < 0 || column < 0 ? -1 : row * columns + column;
    },
    found: ({ query, key }) => {
      const row = numbering.rows.indexOf(query);
      const column = numbering.columns.indexOf(key);
      const box = boxOf(plot, { row: Math.max(0, row), column: Math.max(0, column) });
      const { x, y } = sight();
      // What is found on one side only is to be seen whatever is seen of the other.
      const across = column < 0 ? { x: x + plot.x, width: 0 } : { x: box.x, width: box.width };
      const down = row < 0 ? { y: y + plot.y, height: 0 } : { y: box.y, height: box.height };
      return row < 0 && column < 0 ? null : { ...across, ...down };
    },
  };
}

/** The cell at a position of {@link cellArea}. */
export function cellOf(grid: Grid, position: number): Cell | null {
  const columns = grid.columns.length;
  return position < 0 ? null : { row: Math.floor(position / columns), column: position % columns };
}
