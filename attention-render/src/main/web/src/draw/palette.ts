import palettes from "../../../resources/io/github/attention4j/render/palettes.json";

/** A head's colour; told apart also with the common kinds of colour blindness as far as twelve colours can be. */
export function headColour(head: number, dark: boolean): string {
  const colours = dark ? palettes.headsOnDark : palettes.heads;
  return colours[head % colours.length] as string;
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
