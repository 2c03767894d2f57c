import type { LayerWeights } from "../payload/weights";

/** The layout of the head view, in CSS pixels. */
export const ROW_HEIGHT = 24;
export const STRIP_WIDTH = 9;
const STRIP_GAP = 6;
/** Lines of equal head and about equal weight are drawn in one go; this many shades are told apart. */
const SHADES = 24;
/** Weights that would be drawn fainter than this are not seen. */
const FAINTEST = 0.012;

export interface ShownHead {
  readonly position: number;
  readonly colour: string;
}

/** The token under the pointer, or none. */
export type Focus = { readonly side: "query" | "key"; readonly index: number } | null;

export interface Scene {
  readonly weights: LayerWeights;
  readonly heads: readonly ShownHead[];
  readonly focus: Focus;
  readonly width: number;
}

/** Draws lines between the columns and, for a focused token, a strip of boxes per head beside the other column. */
export function paint(canvas: HTMLCanvasElement, scene: Scene): void {
  const { weights, width } = scene;
  const height = Math.max(weights.queries, weights.keys) * ROW_HEIGHT;
  const scale = canvasScale(width, height);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  if (!context) {
    return;
  }
  context.scale(scale, scale);
  const stripWidth = scene.heads.length * STRIP_WIDTH + STRIP_GAP;
  const left = scene.focus?.side === "key" ? stripWidth : STRIP_GAP;
  const right = width - (scene.focus?.side === "query" ? stripWidth : STRIP_GAP);
  drawLines(context, scene, left, right);
  drawStrips(context, scene, left, right);
}

/** Browsers give up on canvases beyond some size; sharpness goes first. */
function canvasScale(width: number, height: number): number {
  const wanted = window.devicePixelRatio || 1;
  return Math.min(wanted, 16_000 / height, Math.sqrt(60_000_000 / (width * height)));
}

function drawLines(context: CanvasRenderingContext2D, scene: Scene, left: number, right: number): void {
  const { weights, focus } = scene;
  const queries = focus?.side === "query" ? [focus.index] : range(weights.queries);
  const keys = focus?.side === "key" ? [focus.index] : range(weights.keys);
  // With several heads on top of each other, each is drawn a little fainter.
  const strength = focus ? 1 : 1 / Math.sqrt(Math.max(1, scene.heads.length / 2));
  context.lineWidth = focus ? 2 : 1.5;
  for (const head of scene.heads) {
    const shades: (Path2D | undefined)[] = new Array(SHADES + 1);
    for (const query of queries) {
      const y1 = (query + 0.5) * ROW_HEIGHT;
      for (const key of keys) {
        const alpha = weights.weight(head.position, query, key) * strength;
        if (alpha < FAINTEST) {
          continue;
        }
        const shade = Math.min(SHADES, Math.ceil(alpha * SHADES));
        const path = (shades[shade] ??= new Path2D());
        path.moveTo(left, y1);
        path.lineTo(right, (key + 0.5) * ROW_HEIGHT);
      }
    }
    context.strokeStyle = head.colour;
    shades.forEach((path, shade) => {
      if (path) {
        context.globalAlpha = shade / SHADES;
        context.stroke(path);
      }
    });
  }
  context.globalAlpha = 1;
}

function drawStrips(context: CanvasRenderingContext2D, scene: Scene, left: number, right: number): void {
  const { weights, focus, heads } = scene;
  if (!focus) {
    return;
  }
  const others = focus.side === "query" ? weights.keys : weights.queries;
  const start = focus.side === "query" ? right + STRIP_GAP / 2 : left - STRIP_GAP / 2 - heads.length * STRIP_WIDTH;
  heads.forEach((head, column) => {
    context.fillStyle = head.colour;
    for (let other = 0; other < others; other++) {
      const weight = focus.side === "query"
        ? weights.weight(head.position, focus.index, other)
        : weights.weight(head.position, other, focus.index);
      if (weight >= FAINTEST) {
        context.globalAlpha = weight;
        context.fillRect(start + column * STRIP_WIDTH, other * ROW_HEIGHT + 2, STRIP_WIDTH - 1, ROW_HEIGHT - 4);
      }
    }
  });
  context.globalAlpha = 1;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
