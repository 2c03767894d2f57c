import type { Hit } from "./hits";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Things of one sort on the stage that can be pointed at, walked through with the keyboard, and held. */
export interface Area {
  /** For {@link Focus.area}: lower-case letters. */
  readonly name: string;
  /** What a screen reader calls it. */
  readonly label: string;
  readonly count: number;
  /** How many stand side by side; 1 for a list. */
  readonly columns: number;
  readonly bounds: Box;
  /** How much of the window labels cover that keep to its left and upper edge. */
  readonly covered?: { readonly x: number; readonly y: number };
  box(position: number): Box;
  /** The thing at a point, or -1. */
  at(x: number, y: number): number;
  /** What a screen reader says of it. */
  option(position: number): string;
  /** The thing's own number, which stays the same under filters. */
  numberOf(position: number): number;
  /** Where the thing with that number is now, or -1. */
  positionOf(number: number): number;
  /** Where that is which a search has found; null if it is not here. */
  found?(hit: Hit): Box | null;
}

/** Where a token that was found stands in a list of tokens of one side. */
export function foundIn(area: Pick<Area, "box" | "positionOf">, token: number): Box | null {
  const position = token < 0 ? -1 : area.positionOf(token);
  return position < 0 ? null : area.box(position);
}

/** The position that a key leads to, or null for a key that leads nowhere. */
export function step(key: string, at: number, area: Pick<Area, "count" | "columns">): number | null {
  const last = area.count - 1;
  const { columns } = area;
  switch (key) {
    case "ArrowDown": return at + columns <= last ? at + columns : at;
    case "ArrowUp": return at - columns >= 0 ? at - columns : at;
    case "ArrowRight": return columns > 1 ? Math.min(at + 1, last) : null;
    case "ArrowLeft": return columns > 1 ? Math.max(at - 1, 0) : null;
    case "PageDown": return Math.min(at + 10 * columns, last);
    case "PageUp": return Math.max(at - 10 * columns, 0);
    case "Home": return 0;
    case "End": return last;
    default: return null;
  }
}
