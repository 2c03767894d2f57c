import { label } from "../../model/token-text";
import type { TokenInfo } from "../../payload/payload";
import { foundIn, type Area, type Box } from "../../shell/area";

export const ROW = 27;

/** The tokens that have a place in the picture, where they lie. */
export function patchArea(frame: Box, tokens: readonly TokenInfo[], name: string, nameOf: (token: TokenInfo) => string): Area {
  const placed = tokens.filter((token) => token.region);
  const top = placed[0]?.region?.[1];
  const box = (position: number): Box => {
    const [x, y, width, height] = placed[position]?.region ?? [0, 0, 0, 0];
    return { x: frame.x + x * frame.width, y: frame.y + y * frame.height, width: width * frame.width, height: height * frame.height };
  };
  return {
    name: "patch",
    label: name,
    count: placed.length,
    // Patches come row by row: as many stand side by side as share the first one's top.
    columns: Math.max(1, placed.filter((token) => token.region?.[1] === top).length),
    bounds: frame,
    box,
    at: (x, y) => placed.findIndex((_, position) => contains(box(position), x, y)),
    option: (position) => nameOf(placed[position] as TokenInfo),
    numberOf: (position) => placed[position]?.index ?? -1,
    positionOf: (number) => placed.findIndex((token) => token.index === number),
    found(hit) { return foundIn(this, hit.key); },
  };
}

/** Tokens without a place in the picture, in a column. */
export function rowArea(x: number, y: number, width: number, tokens: readonly TokenInfo[], name: string): Area {
  const box = (position: number): Box => ({ x, y: y + position * ROW, width, height: ROW });
  return {
    name: "token",
    label: name,
    count: tokens.length,
    columns: 1,
    bounds: { x, y, width, height: tokens.length * ROW },
    box,
    at: (atX, atY) => tokens.findIndex((_, position) => contains(box(position), atX, atY)),
    option: (position) => label(tokens[position]?.text ?? ""),
    numberOf: (position) => tokens[position]?.index ?? -1,
    positionOf: (number) => tokens.findIndex((token) => token.index === number),
    found(hit) { return foundIn(this, hit.query); },
  };
}

function contains(box: Box, x: number, y: number): boolean {
  return x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;
}
