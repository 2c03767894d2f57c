import { element } from "../shell/dom";

/** A number that is read, with its full precision for whoever reads the page by program. */
export function numberSpan(value: number, about: Readonly<Record<string, string | number>> = {}, digits = 3): HTMLElement {
  const span = element("span", { className: "number" }, value.toFixed(digits).replace("-", "\u2212"));
  span.dataset["value"] = String(value);
  Object.entries(about).forEach(([name, of]) => (span.dataset[name] = String(of)));
  return span;
}

/** The positions of the largest of some numbers, largest first. */
export function strongest(count: number, value: (position: number) => number, most = 4): number[] {
  if (most >= count) {
    return Array.from({ length: count }, (_, position) => position).sort((a, b) => value(b) - value(a));
  }
  // A few of thousands: sorting all of them would take longer than the rest of a frame.
  const found: number[] = [];
  for (let position = 0; position < count; position++) {
    let rank = found.length;
    while (rank > 0 && value(found[rank - 1] as number) < value(position)) {
      rank--;
    }
    if (rank < most) {
      found.splice(rank, 0, position);
      found.length = Math.min(found.length, most);
    }
  }
  return found;
}

/** How far a number may be off, in as few digits as say it. */
export function bound(value: number): string {
  return String(Number(value.toPrecision(1)));
}
