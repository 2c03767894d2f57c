/** A token's place in the text: paragraph, start and end in UTF-16 units; null for one that covers no text. */
export type Place = readonly [number, number, number] | null;

export interface SideText {
  readonly paragraphs: readonly string[];
  readonly places: readonly Place[];
}

/** A stretch of text that the same tokens cover: none between tokens, several where a character was cut in pieces. */
export interface Run {
  readonly text: string;
  readonly tokens: readonly number[];
}

/** The runs of each paragraph, in reading order; put together they are the text. */
export function runs(side: SideText): Run[][] {
  return side.paragraphs.map((text, paragraph) => {
    const edges = new Set([0, text.length]);
    const covering: { start: number; end: number; token: number }[] = [];
    side.places.forEach((place, token) => {
      if (place && place[0] === paragraph && place[2] > place[1]) {
        covering.push({ start: place[1], end: place[2], token });
        edges.add(place[1]).add(place[2]);
      }
    });
    covering.sort((a, b) => a.start - b.start || a.token - b.token);
    const cuts = [...edges].sort((a, b) => a - b);
    const found: Run[] = [];
    let first = 0;
    for (let i = 0; i + 1 < cuts.length; i++) {
      const start = cuts[i] as number;
      const end = cuts[i + 1] as number;
      while (first < covering.length && (covering[first]?.end ?? 0) <= start) {
        first++;
      }
      const tokens: number[] = [];
      for (let j = first; j < covering.length && (covering[j]?.start ?? 0) <= start; j++) {
        const each = covering[j];
        if (each && each.end >= end) {
          tokens.push(each.token);
        }
      }
      found.push({ text: text.slice(start, end), tokens });
    }
    return found;
  });
}
