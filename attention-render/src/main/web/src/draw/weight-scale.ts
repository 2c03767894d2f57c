import type { ShownWeights } from "../model/lens";
import type { Grid } from "./heat-map";
import { themedScale } from "./palette";
import type { Theme } from "./theme";

/** The least and the largest of all, at most and at least 0. */
export function rangeOf(weights: ShownWeights): { readonly least: number; readonly largest: number } {
  const row = new Float32Array(weights.columns);
  let least = 0;
  let largest = 0;
  for (let i = 0; i < weights.rows; i++) {
    weights.fillRow(i, row);
    for (const weight of row) {
      least = Math.min(least, weight);
      largest = Math.max(largest, weight);
    }
  }
  return { least, largest };
}

/** How weights are coloured: from nothing to the largest, or, where some are below zero, to both sides of nothing. */
export function weightScale(
  { least, largest }: { readonly least: number; readonly largest: number }, root: boolean, theme: Theme,
): Pick<Grid, "place" | "colours" | "ticks"> {
  const most = Math.max(-least, largest);
  const share = (value: number) => (most === 0 ? 0 : root ? Math.sqrt(Math.abs(value) / most) : Math.abs(value) / most);
  return least < 0
    ? {
        place: (value) => 0.5 + (Math.sign(value) * share(value)) / 2, colours: themedScale("diverging", theme), ticks: [-most, 0, most],
      }
    : { place: share, colours: themedScale("viridis", theme), ticks: root ? [0, most / 4, most] : [0, most / 2, most] };
}
