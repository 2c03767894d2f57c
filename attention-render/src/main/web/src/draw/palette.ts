import palettes from "../../../resources/io/github/attention4j/render/palettes.json";
import type { Theme } from "./theme";

/** A head's colour; told apart also with the common kinds of colour blindness as far as twelve colours can be. */
export function headColour(head: number, dark: boolean): string {
  const colours = dark ? palettes.headsOnDark : palettes.heads;
  return colours[head % colours.length] as string;
}

/** A scale as a reader's theme allows it: with forced colours there are only the ground and the ink, and what lies between. */
export function themedScale(name: ScaleName, theme: Theme): Uint8Array {
  if (!theme.forced) {
    return scaleColours(name);
  }
  const [ground, ink] = [systemColour(theme.ground), systemColour(theme.ink)];
  const colours = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i++) {
    const share = name === "diverging" ? Math.abs(i - 127.5) / 127.5 : i / 255;
    for (let channel = 0; channel < 3; channel++) {
      const from = ground[channel] as number;
      colours[i * 3 + channel] = Math.round(from + ((ink[channel] as number) - from) * share);
    }
  }
  return colours;
}

/** Red, green and blue of any colour that the browser knows, such as those of the system. */
export function systemColour(colour: string): Uint8ClampedArray {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data.subarray(0, 3);
}

export type ScaleName = "viridis" | "cividis" | "diverging";

/** 256 colours of a scale, red, green and blue one after another. */
export function scaleColours(name: ScaleName): Uint8Array {
  const stops = palettes[name].map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  const colours = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i++) {
    const place = (i / 255) * (stops.length - 1);
    const below = stops[Math.floor(place)] as number[];
    const above = stops[Math.ceil(place)] as number[];
    for (let channel = 0; channel < 3; channel++) {
      const from = below[channel] as number;
      colours[i * 3 + channel] = Math.round(from + ((above[channel] as number) - from) * (place % 1));
    }
  }
  return colours;
}
