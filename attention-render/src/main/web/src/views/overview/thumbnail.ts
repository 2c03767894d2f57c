import { themedScale } from "../../draw/palette";
import type { Surface } from "../../draw/surface";
import type { Theme } from "../../draw/theme";
import type { ShownWeights } from "../../model/lens";
import type { Box } from "../../shell/area";

/** Rows and columns of at most this many pixels: several share one beyond that, and the largest shows. */
const MOST = 512;

/** One head's weights as a small picture. */
export function paintThumbnail(surface: Surface, weights: ShownWeights, box: Box, theme: Theme): void {
  const step = Math.max(1, Math.ceil(Math.max(weights.rows, weights.columns) / MOST));
  const width = Math.ceil(weights.columns / step);
  const height = Math.ceil(weights.rows / step);
  const strongest = new Float32Array(width * height);
  const row = new Float32Array(weights.columns);
  let largest = 0;
  for (let i = 0; i < weights.rows; i++) {
    weights.fillRow(i, row);
    for (let j = 0; j < weights.columns; j++) {
      const at = Math.floor(i / step) * width + Math.floor(j / step);
      strongest[at] = Math.max(strongest[at] as number, row[j] as number);
      largest = Math.max(largest, row[j] as number);
    }
  }
  const colours = themedScale("viridis", theme);
  const data = new Uint8ClampedArray(width * height * 4);
  strongest.forEach((weight, at) => {
    const colour = Math.round(255 * Math.sqrt(largest > 0 ? weight / largest : 0)) * 3;
    data.set(colours.subarray(colour, colour + 3), at * 4);
    data[at * 4 + 3] = 255;
  });
  surface.pixels({ width, height, data }, box.x, box.y, box.width, box.height);
  surface.rect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1, { stroke: theme.line });
}
