import { canvasOf } from "./canvas-surface";
import { textWidth } from "./ruler";
import { fitted, fontFamily, TEXT_SIZE, type AreaStyle, type Pixels, type Surface, type TextStyle } from "./surface";

/** Writes what is drawn as an SVG document. */
export class SvgSurface implements Surface {
  private readonly parts: string[] = [];
  private clips = 0;

  constructor(
    private readonly left: number,
    private readonly top: number,
    private readonly width: number,
    private readonly height: number,
    private readonly ground: string,
  ) {}

  rect(x: number, y: number, width: number, height: number, style: AreaStyle): void {
    this.parts.push(
      `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"${attribute("rx", style.radius)}`
      + ` fill="${style.fill ? escaped(style.fill) : "none"}"`
      + (style.stroke ? ` stroke="${escaped(style.stroke)}" stroke-width="${n(style.lineWidth ?? 1)}"` : "")
      + `${attribute("opacity", style.alpha)}/>`,
    );
  }

  lines(ends: ArrayLike<number>, colour: string, alpha: number, lineWidth: number): void {
    const path: string[] = [];
    for (let i = 0; i + 3 < ends.length; i += 4) {
      path.push(`M${n(ends[i])} ${n(ends[i + 1])}L${n(ends[i + 2])} ${n(ends[i + 3])}`);
    }
    if (path.length > 0) {
      this.parts.push(`<path d="${path.join("")}" fill="none" stroke="${escaped(colour)}" stroke-opacity="${n(alpha)}" stroke-width="${n(lineWidth)}"/>`);
    }
  }

  text(text: string, x: number, y: number, style: TextStyle): void {
    const shown = style.maxWidth === undefined ? text : fitted(text, style.maxWidth, (part) => textWidth(part, style));
    const anchor = { start: "start", center: "middle", end: "end" }[style.align ?? "start"];
    this.parts.push(
      `<text x="${n(x)}" y="${n(y)}" text-anchor="${anchor}" dominant-baseline="central" font-family="${escaped(fontFamily(style.mono))}"`
      + ` font-size="${n(style.size ?? TEXT_SIZE)}" font-weight="${style.weight ?? 400}"${style.italic ? ' font-style="italic"' : ""}`
      + ` fill="${escaped(style.colour)}" xml:space="preserve">${escaped(shown)}</text>`,
    );
  }

  pixels(pixels: Pixels, x: number, y: number, width: number, height: number): void {
    this.picture(canvasOf(pixels), x, y, width, height, ' style="image-rendering:pixelated"');
  }

  image(image: ImageBitmap, x: number, y: number, width: number, height: number): void {
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext("2d")?.drawImage(image, 0, 0);
    this.picture(canvas, x, y, width, height, "");
  }

  private picture(canvas: HTMLCanvasElement, x: number, y: number, width: number, height: number, more: string): void {
    this.parts.push(
      `<image x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" preserveAspectRatio="none"${more} href="${canvas.toDataURL("image/png")}"/>`,
    );
  }

  clip(x: number, y: number, width: number, height: number, draw: () => void): void {
    const id = `clip${++this.clips}`;
    this.parts.push(
      `<clipPath id="${id}"><rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"/></clipPath><g clip-path="url(#${id})">`,
    );
    draw();
    this.parts.push("</g>");
  }

  upwards(x: number, y: number, draw: () => void): void {
    this.parts.push(`<g transform="rotate(-90 ${n(x)} ${n(y)})">`);
    draw();
    this.parts.push("</g>");
  }

  layer(_key: string, draw: (surface: Surface) => void): void {
    draw(this);
  }

  /** The document. */
  toString(): string {
    const { left, top, width, height } = this;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}" height="${n(height)}" viewBox="${n(left)} ${n(top)} ${n(width)} ${n(height)}">`
      + `<rect x="${n(left)}" y="${n(top)}" width="${n(width)}" height="${n(height)}" fill="${escaped(this.ground)}"/>${this.parts.join("")}</svg>\n`;
  }
}

function n(value: number | undefined): string {
  return String(Math.round((value ?? 0) * 100) / 100);
}

function attribute(name: string, value: number | undefined): string {
  return value === undefined ? "" : ` ${name}="${n(value)}"`;
}

/** XML has no way to write most control characters and lone surrogates. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
