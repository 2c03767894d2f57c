import type { Surface } from "../../draw/surface";
import { profile, type Side } from "../../model/mean";
import { centre, ROW_HEIGHT, STRIP_GAP, STRIP_WIDTH } from "./geometry";
import { FAINTEST, type Ends, type ShownHead } from "./lines";

/** How much room the boxes of some heads take beside a column. */
export function stripWidth(heads: number): number {
  return heads * STRIP_WIDTH + STRIP_GAP;
}

/** A box per head beside each token of the other column, the fuller the more weight. */
export function drawStrips(
  surface: Surface, heads: readonly ShownHead[], held: { readonly side: Side; readonly position: number }, ends: Ends,
): void {
  const start = held.side === "query" ? ends.right + STRIP_GAP / 2 : ends.left - STRIP_GAP / 2 - heads.length * STRIP_WIDTH;
  heads.forEach((head, place) => {
    profile(head.weights, held.side, held.position).forEach((weight, other) => {
      if (weight >= FAINTEST) {
        surface.rect(start + place * STRIP_WIDTH, centre(other) - ROW_HEIGHT / 2 + 2, STRIP_WIDTH - 1, ROW_HEIGHT - 4, {
          fill: head.colour, alpha: weight,
        });
      }
    });
  });
}
