import { fitted, font, type AreaStyle, type Pixels, type Surface, type TextStyle } from "./surface";

/** What has been drawn before and need not be drawn again, by its key. */
export class LayerCache {
  key = "";
  readonly canvas = document.createElement("canvas");
}

/** Draws on a canvas whose coordinate system begins at (left, top) of the view's content. */
export class CanvasSurface implements Surface {
  private readonly context: CanvasRenderingContext2D;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly scale: number,
    private readonly left: number,
    private readonly top: number,
    private readonly cache: LayerCache | null,
  ) {
    this.context = canvas.getContext("2d") as CanvasRenderingContext2D;
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.clearRect(0, 0, canvas.width, canvas.height);
    this.context.setTransform(scale, 0, 0, scale, -left * scale, -top * scale);
    this.context.textBaseline = "middle";
  }

  rect(x: number, y: number, width: number, height: number, style: AreaStyle): void {
    const { context } = this;
    context.globalAlpha = style.alpha ?? 1;
    context.beginPath();
    context.roundRect(x, y, width, height, style.radius ?? 0);
    if (style.fill) {
      context.fillStyle = style.fill;
      context.fill();
    }
    if (style.stroke) {
      context.strokeStyle = style.stroke;
      context.lineWidth = style.lineWidth ?? 1;
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  lines(ends: ArrayLike<number>, colour: string, alpha: number, lineWidth: number): void {
    const { context } = this;
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = lineWidth;
    context.beginPath();
    for (let i = 0; i + 3 < ends.length; i += 4) {
      context.moveTo(ends[i] as number, ends[i + 1] as number);
      context.lineTo(ends[i + 2] as number, ends[i + 3] as number);
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  text(text: string, x: number, y: number, style: TextStyle): void {
    const { context } = this;
    context.font = font(style);
    context.fillStyle = style.colour;
    context.textAlign = ALIGN[style.align ?? "start"];
    const shown = style.maxWidth === undefined ? text : fitted(text, style.maxWidth, (part) => context.measureText(part).width);
    context.fillText(shown, x, y);
  }

  pixels(pixels: Pixels, x: number, y: number, width: number, height: number): void {
    this.context.imageSmoothingEnabled = false;
    this.context.drawImage(canvasOf(pixels), x, y, width, height);
  }

  image(image: ImageBitmap, x: number, y: number, width: number, height: number): void {
    this.context.imageSmoothingEnabled = true;
    this.context.drawImage(image, x, y, width, height);
  }

  clip(x: number, y: number, width: number, height: number, draw: () => void): void {
    this.context.save();
    this.context.beginPath();
    this.context.rect(x, y, width, height);
    this.context.clip();
    draw();
    this.context.restore();
  }

  upwards(x: number, y: number, draw: () => void): void {
    this.context.save();
    this.context.translate(x, y);
    this.context.rotate(-Math.PI / 2);
    this.context.translate(-x, -y);
    draw();
    this.context.restore();
  }

  layer(key: string, draw: (surface: Surface) => void): void {
    const { cache, canvas } = this;
    if (!cache) {
      draw(this);
      return;
    }
    const full = `${key} ${canvas.width} ${canvas.height} ${this.left} ${this.top} ${this.scale}`;
    if (cache.key !== full) {
      cache.canvas.width = canvas.width;
      cache.canvas.height = canvas.height;
      draw(new CanvasSurface(cache.canvas, this.scale, this.left, this.top, null));
      cache.key = full;
    }
    this.context.save();
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.drawImage(cache.canvas, 0, 0);
    this.context.restore();
  }
}

const ALIGN = { start: "left", center: "center", end: "right" } as const;

export function canvasOf(pixels: Pixels): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = pixels.width;
  canvas.height = pixels.height;
  canvas.getContext("2d")?.putImageData(new ImageData(pixels.data, pixels.width, pixels.height), 0, 0);
  return canvas;
}
