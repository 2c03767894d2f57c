import { font, type TextStyle } from "./surface";

let context: CanvasRenderingContext2D | null = null;

/** How wide a text is drawn, in CSS pixels. */
export function textWidth(text: string, style: Pick<TextStyle, "size" | "weight" | "italic" | "mono"> = {}): number {
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) {
    return 0;
  }
  context.font = font(style);
  return context.measureText(text).width;
}
