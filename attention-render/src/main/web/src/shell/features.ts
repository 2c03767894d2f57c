import { continuesWord, prettyText, startsWord } from "../model/token-text";
import type { Filters } from "../model/lens";
import type { Payload } from "../payload/payload";

export type FilterName = keyof Filters;

export const ALL_FILTERS: readonly FilterName[] = ["sentences", "special", "words", "pieces"];

/** Which of the common controls a view has a use for. */
export interface Features {
  readonly layer: boolean;
  readonly heads: "many" | "one" | "none";
  readonly filters: readonly FilterName[];
  /** Threshold and top-k. */
  readonly limits: boolean;
  readonly search: boolean;
}

/** The filters that would change anything on these tokens. */
export function tellingFilters(payload: Payload, among: readonly FilterName[]): FilterName[] {
  const sequences = [...new Set(payload.stacks.flatMap((stack) => [stack.queryTokens, stack.keyTokens]))];
  const tells: Record<FilterName, () => boolean> = {
    sentences: () => sequences.some((tokens) => tokens.some((token) => token.segment === 1)),
    special: () => sequences.some((tokens) => tokens.some((token) => token.special)),
    pieces: () => sequences.some((tokens) => tokens.some((token) => token.piece !== prettyText(token))),
    words: () => sequences.some((tokens) => {
      const marksStarts = tokens.some(startsWord);
      return tokens.some((token, at) => continuesWord(token, tokens[at - 1], marksStarts));
    }),
  };
  return among.filter((name) => tells[name]());
}

/** Only what a view can filter; the rest as if nobody had chosen it. */
export function filtersOf(chosen: Filters, among: readonly FilterName[]): Filters {
  const has = (name: FilterName) => among.includes(name);
  return {
    sentences: has("sentences") ? chosen.sentences : "all",
    special: has("special") ? chosen.special : "show",
    words: has("words") && chosen.words,
    pieces: has("pieces") && chosen.pieces,
  };
}
