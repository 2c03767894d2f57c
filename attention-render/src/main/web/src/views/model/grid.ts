import type { Stack } from "../../payload/payload";
import type { Area, Box } from "../../shell/area";
import type { Messages } from "../../shell/messages";

export const AXIS = 46;
const GAP = 4;
const SMALLEST = 24;
const LARGEST = 92;

/** One cell: a head of a layer. */
export interface Cell {
  readonly layer: number;
  readonly head: number;
  readonly box: Box;
}

/** Layers from top to bottom, heads from left to right, by their own numbers; a layer need not have all heads. */
export class Grid {
  readonly heads: readonly number[];
  readonly layers: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly size: number;

  constructor(private readonly stack: Stack, width: number) {
    this.layers = stack.layers.map((layer) => layer.number);
    this.heads = [...new Set(stack.layers.flatMap((layer) => layer.heads))].sort((a, b) => a - b);
    this.size = Math.max(SMALLEST, Math.min(LARGEST, Math.floor((width - AXIS) / this.heads.length)));
    this.width = AXIS + this.heads.length * this.size;
    this.height = AXIS + this.layers.length * this.size;
  }

  cell(position: number): Cell {
    const row = Math.floor(position / this.heads.length);
    const column = position % this.heads.length;
    return {
      layer: this.layers[row] ?? 0,
      head: this.heads[column] ?? 0,
      box: {
        x: AXIS + column * this.size + GAP / 2, y: AXIS + row * this.size + GAP / 2,
        width: this.size - GAP, height: this.size - GAP,
      },
    };
  }

  positionOf(layer: number, head: number): number {
    const row = this.layers.indexOf(layer);
    const column = this.heads.indexOf(head);
    return row < 0 || column < 0 ? -1 : row * this.heads.length + column;
  }

  has(cell: Cell): boolean {
    return this.stack.layers.some((layer) => layer.number === cell.layer && layer.heads.includes(cell.head));
  }

  area(messages: Messages): Area {
    const { size } = this;
    const count = this.layers.length * this.heads.length;
    return {
      name: "cell",
      label: messages.text("cells"),
      count,
      columns: this.heads.length,
      bounds: { x: AXIS, y: AXIS, width: this.heads.length * size, height: this.layers.length * size },
      box: (position) => this.cell(position).box,
      at: (x, y) => {
        const column = Math.floor((x - AXIS) / size);
        const row = Math.floor((y - AXIS) / size);
        const inside = column >= 0 && column < this.heads.length && row >= 0 && row < this.layers.length;
        return inside ? row * this.heads.length + column : -1;
      },
      option: (position) => {
        const { layer, head } = this.cell(position);
        return messages.text("cellOption", { layer, head });
      },
      numberOf: (position) => position,
      positionOf: (number) => (number < count ? number : -1),
    };
  }
}
