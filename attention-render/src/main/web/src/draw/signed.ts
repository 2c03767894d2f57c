import { systemColour } from "./palette";
import type { Pixels } from "./surface";
import type { Theme } from "./theme";

/** Two colours for two signs, far apart also for the colour-blind: orange below zero, blue above. */
const NEGATIVE = { light: [200, 80, 0], dark: [255, 153, 80] } as const;
const POSITIVE = { light: [20, 80, 200], dark: [100, 170, 255] } as const;

/** With forced colours there is one ink for both. */
function channelsOf(value: number, theme: Theme): ArrayLike<number> {
  return theme.forced ? systemColour(theme.ink) : (value < 0 ? NEGATIVE : POSITIVE)[theme.dark ? "dark" : "light"];
}

export function signColour(value: number, theme: Theme): string {
  return `rgb(${Array.from(channelsOf(value, theme)).join(",")})`;
}

/** How strongly a number is coloured: about half for a usual one, never quite full. */
export function signStrength(value: number, usual: number): number {
  return usual > 0 ? Math.tanh(Math.abs(value) / (1.8 * usual)) : 0;
}

/** A vector as one row of cells. */
export function signedCells(vector: Float32Array, usual: number, theme: Theme): Pixels {
  const data = new Uint8ClampedArray(vector.length * 4);
  const [below, above] = [channelsOf(-1, theme), channelsOf(1, theme)];
  vector.forEach((value, i) => {
    data.set(value < 0 ? below : above, i * 4);
    data[i * 4 + 3] = Math.round(255 * signStrength(value, usual));
  });
  return { width: vector.length, height: 1, data };
}
