import { CanvasSurface } from "../draw/canvas-surface";
import type { Surface } from "../draw/surface";
import { SvgSurface } from "../draw/svg-surface";
import type { Box } from "./area";
import { element } from "./dom";

/** A drawing to be saved: where it lies, what it stands on, and how it is drawn. */
export interface Drawing {
  readonly box: Box;
  readonly ground: string;
  paint(surface: Surface, window: Box): void;
}

/** Longer content is saved as far as it is to be seen. */
export const TALLEST = 12_000;

export function svgOf({ box, ground, paint }: Drawing): Blob {
  const surface = new SvgSurface(box.x, box.y, box.width, box.height, ground);
  paint(surface, box);
  return new Blob([surface.toString()], { type: "image/svg+xml" });
}

export function pngOf({ box, ground, paint }: Drawing): Promise<Blob> {
  const scale = Math.min(2, 16_000 / box.height, Math.sqrt(100_000_000 / (box.width * box.height)));
  const canvas = element("canvas", { width: Math.round(box.width * scale), height: Math.round(box.height * scale) });
  const surface = new CanvasSurface(canvas, scale, box.x, box.y, null);
  // To the last pixel, of which the box may cover a part only.
  surface.rect(box.x - 1, box.y - 1, box.width + 2, box.height + 2, { fill: ground });
  paint(surface, box);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The browser cannot make a PNG of this size"))), "image/png"));
}

/** Hands a file to the reader. */
export function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  // The browser needs the address until the download has begun.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
