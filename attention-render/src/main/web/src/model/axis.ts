import type { TokenInfo } from "../payload/payload";
import { continuesWord, prettyText, startsWord } from "./token-text";

/** What stands in one row or column: a token, or a word of several. */
export interface Item {
  /** Positions of its tokens in the sequence, ascending. */
  readonly tokens: readonly number[];
  readonly text: string;
  readonly special: boolean;
  readonly segment: number;
}

/** The rows or columns that are shown, in order. */
export class Axis {
  private readonly itemOfToken: Int32Array;
  private searched = "";
  private found: ReadonlySet<number> = new Set();

  private constructor(readonly items: readonly Item[], tokenCount: number) {
    this.itemOfToken = new Int32Array(tokenCount).fill(-1);
    items.forEach((item, position) => item.tokens.forEach((token) => (this.itemOfToken[token] = position)));
  }

  static of(
    tokens: readonly TokenInfo[],
    options: { readonly segment: number | null; readonly words: boolean; readonly special: boolean; readonly pieces: boolean },
  ): Axis {
    const marksStarts = tokens.some(startsWord);
    const items: { tokens: number[]; text: string; special: boolean; segment: number }[] = [];
    let before: TokenInfo | undefined;
    for (const token of tokens) {
      if ((options.segment !== null && token.segment !== options.segment) || (token.special && !options.special)) {
        before = undefined;
        continue;
      }
      const text = options.pieces ? token.piece : prettyText(token);
      const last = items.at(-1);
      if (options.words && last && continuesWord(token, before, marksStarts)) {
        last.tokens.push(token.index);
        last.text += text;
      } else {
        items.push({ tokens: [token.index], text, special: token.special, segment: token.segment });
      }
      before = token;
    }
    return new Axis(items, tokens.length);
  }

  get size(): number {
    return this.items.length;
  }

  /** Where a token is shown, or -1. */
  positionOf(token: number): number {
    return this.itemOfToken[token] ?? -1;
  }

  /** How many tokens are shown, alone or within words. */
  get tokenCount(): number {
    return this.items.reduce((sum, item) => sum + item.tokens.length, 0);
  }

  /** Where a searched text is found, whatever the case of its letters; nowhere for an empty one. */
  find(search: string): ReadonlySet<number> {
    if (search !== this.searched) {
      const wanted = search.toLowerCase();
      const found = this.items.flatMap((item, position) => (wanted && item.text.toLowerCase().includes(wanted) ? [position] : []));
      this.searched = search;
      this.found = new Set(found);
    }
    return this.found;
  }

  /** Whether every token stands by itself. */
  get identity(): boolean {
    return this.items.length === this.itemOfToken.length;
  }
}
