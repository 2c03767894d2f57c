import type { Surface } from "../../draw/surface";
import type { Theme } from "../../draw/theme";
import type { Lens } from "../../model/lens";
import { drawn, type Limits } from "../../model/limits";
import type { Side } from "../../model/mean";
import type { Area, Box } from "../../shell/area";
import type { Messages } from "../../shell/messages";
import { geometryOf, tokenArea, type Geometry } from "./geometry";
import { drawAll, drawOne, type ShownHead } from "./lines";
import { drawStrips, stripWidth } from "./strips";
import { drawTokens } from "./tokens";

/** A token of one of the two columns. */
export interface Held {
  readonly side: Side;
  readonly position: number;
}

/** How the columns look at the moment. */
export interface PlotState {
  readonly heads: readonly ShownHead[];
  readonly held: Held | null;
  readonly locked: boolean;
  readonly search: string;
  readonly limits: Limits;
  readonly theme: Theme;
  /** Identifies heads and filters, for what is drawn once and kept. */
  readonly key: string;
}

/** Two columns of tokens with lines between them, somewhere on a surface. */
export class HeadPlot {
  readonly geometry: Geometry;
  readonly areas: readonly Area[];
  private leftOut = 0;

  constructor(readonly lens: Lens, private readonly messages: Messages, readonly width: number, x = 0) {
    this.geometry = geometryOf(lens.rows, lens.columns, width, x);
    this.areas = [
      tokenArea("query", lens.rows, this.geometry.left, messages),
      tokenArea("key", lens.columns, this.geometry.right, messages),
    ];
  }

  /** The plot itself if it is still right for these rows, columns and width, or else a new one. */
  static again(before: HeadPlot | undefined, lens: Lens, messages: Messages, width: number): HeadPlot {
    return before?.lens === lens && before.width === width ? before : new HeadPlot(lens, messages, width);
  }

  /** The weight below which lines are left out because there are too many, or 0; as of the last time all were drawn. */
  get tooFaint(): number {
    return this.leftOut;
  }

  /** Draws what the window shows. */
  paint(surface: Surface, window: Box, state: PlotState): void {
    const { held, limits, theme } = state;
    const heads = state.heads.map((head) => ({ ...head, weights: drawn(head.weights, limits) }));
    const { left, right } = this.geometry;
    const strips = stripWidth(held ? heads.length : 0);
    const ends = {
      left: left.x + left.width + (held?.side === "key" ? strips : stripWidth(0)),
      right: right.x - (held?.side === "query" ? strips : stripWidth(0)),
    };
    if (held) {
      heads.forEach((head) => drawOne(surface, head, held.side, held.position, ends));
      drawStrips(surface, heads, held, ends);
    } else {
      const key = [state.key, limits.threshold, limits.top, theme.dark, theme.forced, ends.left, ends.right].join();
      surface.layer(key, (layer) => (this.leftOut = drawAll(layer, heads, ends, window)));
    }
    for (const [side, axis, column] of [["query", this.lens.rows, left], ["key", this.lens.columns, right]] as const) {
      const focus = held?.side === side ? held.position : -1;
      drawTokens(surface, side, axis, column, window, { focus, locked: state.locked, search: state.search }, this.messages.text(side), theme);
    }
  }
}
