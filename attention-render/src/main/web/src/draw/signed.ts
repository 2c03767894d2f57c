import type { Pixels } from "./surface";

/** Two colours for two signs, far apart also for the colour-blind: orange below zero, blue above. */
const NEGATIVE = { light: [200, 80, 0], dark: [255, 153, 80] } as const;
const POSITIVE = { light: [20, 80, 200], dark: [100, 170, 255] } as const;

export function signColour(value: number, dark: boolean): string {
  return `rgb(${(value < 0 ? NEGATIVE : POSITIVE)[dark ? "dark" : "light"].join(",")})`;
}

/** How strongly a number is coloured: about half for a usual one, never quite full. */
export function signStrength(value: number, usual: number): number {
  return usual > 0 ? Math.tanh(Math.abs(value) / (1.8 * usual)) : 0;
}

/** A vector as one row of cells. */
export function signedCells(vector: Float32Array, usual: number, dark: boolean): Pixels {
  const data = new Uint8ClampedArray(vector.length * 4);
  vector.forEach((value, i) => {
    data.set((value < 0 ? NEGATIVE : POSITIVE)[dark ? "dark" : "light"], i * 4);
    data[i * 4 + 3] = Math.round(255 * signStrength(value, usual));
  });
  return { width: vector.length, height: 1, data };
}
