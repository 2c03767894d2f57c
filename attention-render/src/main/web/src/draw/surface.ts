/** How text is drawn. */
export interface TextStyle {
  readonly colour: string;
  /** In CSS pixels. */
  readonly size?: number;
  readonly weight?: number;
  readonly italic?: boolean;
  readonly align?: "start" | "center" | "end";
  /** Longer text is squeezed out at the end with an ellipsis. */
  readonly maxWidth?: number;
  readonly mono?: boolean;
}

/** How an area is drawn. */
export interface AreaStyle {
  readonly fill?: string;
  readonly stroke?: string;
  readonly lineWidth?: number;
  readonly alpha?: number;
  readonly radius?: number;
}

/** A small picture of cells, RGBA row by row, drawn without smoothing. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * What a view draws on: the screen, or a file. A view draws once against this and can be seen and saved. Coordinates
 * are CSS pixels of the view's content; text is placed by its left, middle or right and its vertical middle.
 */
export interface Surface {
  rect(x: number, y: number, width: number, height: number, style: AreaStyle): void;
  /** Straight lines of one look: x1, y1, x2, y2, one after another. */
  lines(ends: ArrayLike<number>, colour: string, alpha: number, lineWidth: number): void;
  text(text: string, x: number, y: number, style: TextStyle): void;
  pixels(pixels: Pixels, x: number, y: number, width: number, height: number): void;
  /** A picture, stretched. */
  image(image: ImageBitmap, x: number, y: number, width: number, height: number): void;
  clip(x: number, y: number, width: number, height: number, draw: () => void): void;
  /** Turns what is drawn by a quarter anticlockwise about a point. */
  upwards(x: number, y: number, draw: () => void): void;
  /** Something dear: on screen it is kept and drawn again only if `key` changes. */
  layer(key: string, draw: (surface: Surface) => void): void;
}

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const MONO = 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

export const TEXT_SIZE = 14;

export function fontFamily(mono: boolean | undefined): string {
  return mono ? MONO : FONT;
}

export function font(style: Pick<TextStyle, "size" | "weight" | "italic" | "mono">): string {
  return `${style.italic ? "italic " : ""}${style.weight ?? 400} ${style.size ?? TEXT_SIZE}px ${fontFamily(style.mono)}`;
}

/** As much of the text as fits, with an ellipsis if it is not all. */
export function fitted(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) {
    return text;
  }
  const characters = [...text];
  let least = 0;
  let most = characters.length;
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (measure(`${characters.slice(0, middle).join("")}\u2026`) <= width) {
      least = middle;
    } else {
      most = middle - 1;
    }
  }
  return `${characters.slice(0, least).join("")}\u2026`;
}
