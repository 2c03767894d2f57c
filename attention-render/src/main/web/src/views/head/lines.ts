import type { Surface } from "../../draw/surface";
import type { ShownWeights } from "../../model/lens";
import { profile, type Side } from "../../model/mean";
import type { Box } from "../../shell/area";
import { centre } from "./geometry";

export interface ShownHead {
  readonly number: number;
  readonly colour: string;
  readonly weights: ShownWeights;
}

/** Lines of equal head and about equal weight are drawn in one go; this many shades are told apart. */
const SHADES = 24;
/** Weights that would be drawn fainter than this are not seen. */
export const FAINTEST = 0.012;
/** More lines than this merge into a grey surface and take long; the faintest are left out. */
const MOST_LINES = 40_000;

export interface Ends {
  readonly left: number;
  readonly right: number;
}

/** All lines that cross the window. Returns the weight below which lines were left out because there are too many, or 0. */
export function drawAll(surface: Surface, heads: readonly ShownHead[], ends: Ends, window: Box): number {
  // With several heads on top of each other, each is drawn a little fainter.
  const strength = 1 / Math.sqrt(Math.max(1, heads.length / 2));
  const shades = heads.map((head) => collect(head, ends, window, strength));
  const counts = Array.from({ length: SHADES + 1 }, (_, shade) => shades.reduce((sum, each) => sum + (each[shade]?.length ?? 0) / 4, 0));
  let least = SHADES;
  for (let lines = counts[SHADES] as number; least > 1 && lines + (counts[least - 1] as number) <= MOST_LINES; least--) {
    lines += counts[least - 1] as number;
  }
  shades.forEach((each, index) => stroke(surface, each, least, (heads[index] as ShownHead).colour, 1.5));
  return counts.slice(1, least).some((count) => count > 0) ? (least - 1) / SHADES / strength : 0;
}

function collect(head: ShownHead, ends: Ends, window: Box, strength: number): (number[] | undefined)[] {
  const { weights } = head;
  const shades: (number[] | undefined)[] = new Array(SHADES + 1);
  const row = new Float32Array(weights.columns);
  const least = FAINTEST / strength;
  const top = window.y;
  const bottom = window.y + window.height;
  for (let query = 0; query < weights.rows; query++) {
    weights.fillRow(query, row);
    const y1 = centre(query);
    for (let key = 0; key < row.length; key++) {
      const weight = row[key] as number;
      if (weight >= least) {
        const y2 = centre(key);
        if ((y1 >= top || y2 >= top) && (y1 <= bottom || y2 <= bottom)) {
          const shade = Math.min(SHADES, Math.ceil(weight * strength * SHADES));
          (shades[shade] ??= []).push(ends.left, y1, ends.right, y2);
        }
      }
    }
  }
  return shades;
}

function stroke(surface: Surface, shades: readonly (number[] | undefined)[], least: number, colour: string, width: number): void {
  for (let shade = least; shade <= SHADES; shade++) {
    const ends = shades[shade];
    if (ends) {
      surface.lines(ends, colour, shade / SHADES, width);
    }
  }
}

/** The lines of one token. */
export function drawOne(surface: Surface, head: ShownHead, side: Side, position: number, ends: Ends): void {
  const shades: (number[] | undefined)[] = new Array(SHADES + 1);
  profile(head.weights, side, position).forEach((weight, other) => {
    if (weight >= FAINTEST) {
      const shade = Math.min(SHADES, Math.ceil(weight * SHADES));
      const [y1, y2] = side === "query" ? [centre(position), centre(other)] : [centre(other), centre(position)];
      (shades[shade] ??= []).push(ends.left, y1, ends.right, y2);
    }
  });
  stroke(surface, shades, 1, head.colour, 2);
}
