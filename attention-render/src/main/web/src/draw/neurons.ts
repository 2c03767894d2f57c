import type { Box } from "../shell/area";
import { signColour, signedCells, signStrength } from "./signed";
import type { Surface } from "./surface";
import type { Theme } from "./theme";

export const ROW = 24;
export const HEAD = 34;
const BAR = 16;

/** Where the columns of the neuron view stand, from left to right. */
export interface Columns {
  readonly queryToken: number;
  readonly query: number;
  readonly key: number;
  readonly product: number;
  readonly dot: number;
  readonly weight: number;
  readonly keyToken: number;
  readonly tokenWidth: number;
  /** Width of a vector. */
  readonly vector: number;
  readonly dotWidth: number;
  readonly weightWidth: number;
  readonly width: number;
  readonly narrow: boolean;
}

export function columns(width: number, expanded: boolean): Columns {
  const narrow = width < 640;
  const gap = narrow ? 6 : 20;
  const tokenWidth = narrow ? 54 : Math.min(130, Math.round(width * 0.11));
  const dotWidth = narrow ? 34 : 74;
  const weightWidth = narrow ? 44 : 104;
  const fan = narrow ? 22 : 56;
  if (!expanded) {
    const side = Math.min(narrow ? 110 : 200, width * 0.3);
    const keyToken = Math.min(width, 760) - side;
    return {
      queryToken: 0, query: side, key: side, product: side, dot: side, weight: keyToken - weightWidth - 6, keyToken,
      tokenWidth: side, vector: 0, dotWidth: 0, weightWidth, width, narrow,
    };
  }
  const vector = Math.max(30, Math.floor((width - 2 * tokenWidth - dotWidth - weightWidth - 5 * gap - fan) / 3));
  const query = tokenWidth + gap;
  const key = query + vector + fan;
  const product = key + vector + gap;
  const dot = product + vector + gap;
  const weight = dot + dotWidth + gap / 2;
  const keyToken = weight + weightWidth + gap / 2;
  return { queryToken: 0, query, key, product, dot, weight, keyToken, tokenWidth, vector, dotWidth, weightWidth, width, narrow };
}

export interface NeuronToken {
  readonly text: string;
  readonly special: boolean;
  /** Whether it was searched for. */
  readonly found: boolean;
}

export interface NeuronScene {
  readonly columns: Columns;
  readonly expanded: boolean;
  readonly theme: Theme;
  readonly accent: string;
  readonly queries: readonly NeuronToken[];
  readonly keys: readonly NeuronToken[];
  /** Query that the computation is shown for, or -1. */
  readonly chosen: number;
  readonly held: boolean;
  readonly cursor: { readonly key: number; readonly dimension: number } | null;
  readonly dimension: number;
  queryVector(row: number): Float32Array;
  keyVector(row: number): Float32Array;
  product(query: number, key: number): Float32Array;
  /** What is usual among the head's vectors, and among the chosen query's products and sums. */
  readonly usual: { readonly vector: number; readonly product: number; readonly dot: number };
  weight(query: number, key: number): number;
  /** What is in sight. */
  readonly window: Box;
  readonly titles: { readonly query: string; readonly key: string; readonly product: string; readonly dot: string; readonly weight: string };
}

/** Draws the rows in sight, and their headings above them. */
export function paintNeurons(surface: Surface, scene: NeuronScene): void {
  if (scene.expanded) {
    paintVectors(surface, scene);
    if (scene.chosen >= 0) {
      paintComputation(surface, scene);
    }
  } else {
    paintLines(surface, scene);
  }
  paintTokens(surface, scene);
  paintTitles(surface, scene);
}

export function middle(row: number): number {
  return HEAD + (row + 0.5) * ROW;
}

/** The rows in sight. */
function rows({ window }: NeuronScene, count: number): number[] {
  const first = Math.max(0, Math.floor((window.y - HEAD) / ROW));
  const last = Math.min(count - 1, Math.ceil((window.y + window.height - HEAD) / ROW));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

function paintTokens(surface: Surface, scene: NeuronScene): void {
  const { columns: at, theme, chosen } = scene;
  const size = at.narrow ? 12 : 14;
  const found = { fill: theme.focus, alpha: 0.24, radius: 5 } as const;
  for (const row of rows(scene, scene.queries.length)) {
    const token = scene.queries[row];
    if (token?.found) {
      surface.rect(1, middle(row) - ROW / 2 + 2, at.tokenWidth - 2, ROW - 4, found);
    }
    if (row === chosen) {
      surface.rect(1, middle(row) - ROW / 2 + 1, at.tokenWidth - 2, ROW - 2, {
        fill: theme.panel, stroke: theme.focus, lineWidth: 1.5, radius: 5,
      });
    }
    surface.text(token?.text ?? "", at.tokenWidth - 7, middle(row), {
      colour: token?.special && row !== chosen ? theme.soft : theme.ink, size, align: "end", maxWidth: at.tokenWidth - 12,
      italic: token?.special ?? false, weight: row === chosen && scene.held ? 650 : 400,
    });
  }
  for (const row of rows(scene, scene.keys.length)) {
    const token = scene.keys[row];
    const seen = chosen >= 0 ? scene.weight(chosen, row) : 0;
    if (token?.found) {
      surface.rect(at.keyToken, middle(row) - ROW / 2 + 2, at.tokenWidth - 2, ROW - 4, found);
    }
    if (seen > 0) {
      surface.rect(at.keyToken, middle(row) - ROW / 2 + 2, at.tokenWidth - 2, ROW - 4, { fill: scene.accent, alpha: seen * 0.3, radius: 5 });
    }
    surface.text(token?.text ?? "", at.keyToken + 6, middle(row), {
      colour: token?.special ? theme.soft : theme.ink, size, maxWidth: at.tokenWidth - 10, italic: token?.special ?? false,
    });
  }
}

function paintVectors(surface: Surface, scene: NeuronScene): void {
  const { columns: at, theme, usual } = scene;
  const shown = (x: number, row: number, vector: Float32Array, alpha: string) => {
    const y = middle(row) - BAR / 2;
    surface.rect(x - 0.5, y - 0.5, at.vector + 1, BAR + 1, { fill: theme.ground, stroke: alpha, lineWidth: 1 });
    surface.pixels(signedCells(vector, usual.vector, theme), x, y, at.vector, BAR);
  };
  for (const row of rows(scene, scene.queries.length)) {
    shown(at.query, row, scene.queryVector(row), row === scene.chosen ? theme.focus : theme.line);
  }
  for (const row of rows(scene, scene.keys.length)) {
    shown(at.key, row, scene.keyVector(row), theme.line);
  }
}

/** From the chosen query along each key: product, sum, weight. */
function paintComputation(surface: Surface, scene: NeuronScene): void {
  const { columns: at, theme, usual, chosen } = scene;
  const from = middle(chosen);
  const size = at.narrow ? 10 : 12;
  for (const row of rows(scene, scene.keys.length)) {
    const y = middle(row);
    const weight = scene.weight(chosen, row);
    if (weight > 0) {
      surface.lines([at.query + at.vector + 2, from, at.key - 3, y], scene.accent, 0.12 + 0.88 * Math.tanh(1.8 * weight), 1.5);
    }
    const product = scene.product(chosen, row);
    surface.rect(at.product - 0.5, y - BAR / 2 - 0.5, at.vector + 1, BAR + 1, { stroke: theme.line, lineWidth: 1 });
    surface.pixels(signedCells(product, usual.product, theme), at.product, y - BAR / 2, at.vector, BAR);
    const dot = product.reduce((sum, each) => sum + each, 0);
    if (!at.narrow) {
      surface.rect(at.dot, y - BAR / 2, BAR, BAR, {
        fill: signColour(dot, theme), alpha: signStrength(dot, usual.dot), radius: 3,
      });
      surface.rect(at.dot, y - BAR / 2, BAR, BAR, { stroke: theme.line, lineWidth: 1, radius: 3 });
    }
    surface.text(signedNumber(dot, at.narrow ? 1 : 2), at.dot + at.dotWidth, y, { colour: theme.ink, size, align: "end" });
    paintWeight(surface, scene, row, weight, size);
  }
  const { cursor } = scene;
  if (cursor) {
    const cell = at.vector / scene.dimension;
    for (const [x, row] of [[at.query, chosen], [at.key, cursor.key], [at.product, cursor.key]] as const) {
      surface.rect(x + cursor.dimension * cell - 1, middle(row) - BAR / 2 - 1, cell + 2, BAR + 2, { stroke: theme.ink, lineWidth: 1.5 });
    }
  }
}

/** A weight as a bar and a number, unless the limits leave it out. */
function paintWeight(surface: Surface, { columns: at, accent, theme }: NeuronScene, row: number, weight: number, size: number): void {
  if (weight === 0) {
    return;
  }
  const room = at.weightWidth - (at.narrow ? 24 : 42);
  surface.rect(at.weight, middle(row) - BAR / 2, Math.max(1, room * weight), BAR, { fill: accent, radius: 2 });
  surface.text(signedNumber(weight, at.narrow ? 2 : 3), at.weight + at.weightWidth, middle(row), { colour: theme.ink, size, align: "end" });
}

/** Collapsed, there are the weights alone: of the chosen query, or of all. */
function paintLines(surface: Surface, scene: NeuronScene): void {
  const { columns: at, chosen } = scene;
  const left = at.tokenWidth + 4;
  const right = at.keyToken - 6 - (chosen >= 0 ? at.weightWidth : 0);
  for (const query of chosen >= 0 ? [chosen] : rows(scene, scene.queries.length)) {
    for (const key of rows(scene, scene.keys.length)) {
      const weight = scene.weight(query, key);
      if (weight >= 0.012) {
        surface.lines([left, middle(query), right, middle(key)], scene.accent, weight, 1.6);
      }
    }
  }
  if (chosen >= 0) {
    for (const row of rows(scene, scene.keys.length)) {
      const weight = scene.weight(chosen, row);
      paintWeight(surface, scene, row, weight, at.narrow ? 10 : 12);
    }
  }
}

function paintTitles(surface: Surface, scene: NeuronScene): void {
  const { columns: at, theme, titles } = scene;
  const y = scene.window.y + HEAD / 2;
  surface.rect(0, scene.window.y, at.width, HEAD, { fill: theme.ground });
  const style = { colour: theme.soft, size: at.narrow ? 10 : 13, weight: 600 } as const;
  if (scene.expanded) {
    surface.text(titles.query, at.query + at.vector / 2, y, { ...style, align: "center" });
    surface.text(titles.key, at.key + at.vector / 2, y, { ...style, align: "center" });
    if (scene.chosen >= 0) {
      surface.text(titles.product, at.product + at.vector / 2, y, { ...style, align: "center" });
      surface.text(titles.dot, at.dot + at.dotWidth, y, { ...style, align: "end" });
    }
  }
  if (scene.chosen >= 0) {
    surface.text(titles.weight, at.weight, y, style);
  }
}

export function signedNumber(value: number, digits: number): string {
  return value.toFixed(digits).replace("-", "\u2212");
}
