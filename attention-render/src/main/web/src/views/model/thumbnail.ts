import { scaleColours } from "../../draw/palette";
import type { Pixels, Surface } from "../../draw/surface";
import type { ShownWeights } from "../../model/lens";
import type { Box } from "../../shell/area";

/** Finer than this, lines and cells of a small picture run into each other. */
export const MOST_BINS = 24;
const SHADES = 8;
const FAINTEST = 0.04;

/** A head's weights as coarsely as a small picture can show them: the largest of neighbouring rows and columns. */
export interface Pooled {
  readonly rows: number;
  readonly columns: number;
  readonly largest: Float32Array;
}

export function pool(weights: ShownWeights): Pooled {
  const rows = Math.min(MOST_BINS, weights.rows);
  const columns = Math.min(MOST_BINS, weights.columns);
  const largest = new Float32Array(rows * columns);
  const row = new Float32Array(weights.columns);
  const starts = Array.from({ length: columns + 1 }, (_, bin) => Math.ceil((bin * weights.columns) / columns));
  for (let query = 0; query < weights.rows; query++) {
    weights.fillRow(query, row);
    const first = Math.floor((query * rows) / weights.rows) * columns;
    for (let bin = 0; bin < columns; bin++) {
      let most = largest[first + bin] as number;
      for (let key = starts[bin] as number; key < (starts[bin + 1] as number); key++) {
        const weight = row[key] as number;
        if (weight > most) {
          most = weight;
        }
      }
      largest[first + bin] = most;
    }
  }
  return { rows, columns, largest };
}

/** Lines from left to right, as in the large view. */
export function drawLines(surface: Surface, pooled: Pooled, box: Box, colour: string): void {
  const shades: (number[] | undefined)[] = [];
  const { rows, columns, largest } = pooled;
  largest.forEach((weight, at) => {
    if (weight >= FAINTEST) {
      const y1 = box.y + ((Math.floor(at / columns) + 0.5) * box.height) / rows;
      const y2 = box.y + (((at % columns) + 0.5) * box.height) / columns;
      (shades[Math.min(SHADES, Math.ceil(weight * SHADES))] ??= []).push(box.x, y1, box.x + box.width, y2);
    }
  });
  shades.forEach((ends, shade) => ends && surface.lines(ends, colour, shade / SHADES, rows > 16 ? 1 : 1.4));
}

let colours: Uint8Array | null = null;

/** Rows and columns of cells. */
export function drawMap(surface: Surface, pooled: Pooled, box: Box): void {
  surface.pixels(pixelsOf(pooled), box.x, box.y, box.width, box.height);
}

function pixelsOf({ rows, columns, largest }: Pooled): Pixels {
  colours ??= scaleColours("viridis");
  const data = new Uint8ClampedArray(rows * columns * 4);
  const most = largest.reduce((a, b) => Math.max(a, b), 0) || 1;
  largest.forEach((weight, at) => {
    const colour = Math.round((weight / most) * 255) * 3;
    data.set([colours?.[colour] ?? 0, colours?.[colour + 1] ?? 0, colours?.[colour + 2] ?? 0, 255], at * 4);
  });
  return { width: columns, height: rows, data };
}
