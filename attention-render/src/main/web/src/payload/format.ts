/** The payload's header; docs/payload.md describes it for everybody else. */
export const VERSION = 2;

export type Kind = "encoder" | "decoder" | "cross";

export interface Header {
  readonly version: number;
  readonly model: string;
  readonly sequences: readonly SequenceHeader[];
  readonly stacks: readonly StackHeader[];
  readonly opening: Opening;
  /** Labels that the page's maker has replaced, by name. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What single views need beyond the weights, by name. */
  readonly extras?: Readonly<Record<string, unknown>>;
}

/** Tokens, property by property; a property that is the same for all is left out. */
export interface SequenceHeader {
  readonly texts: readonly string[];
  /** As the vocabulary spells them; left out if the same as the texts. */
  readonly pieces?: readonly string[];
  /** Positions of special tokens. */
  readonly special?: readonly number[];
  readonly segments?: readonly number[];
  /** The number of each token's word, -1 for none. */
  readonly words?: readonly number[];
  /** Start and end in the input, in UTF-16 units; null for a token that is not of the input. */
  readonly spans?: readonly (readonly [number, number] | null)[];
  /** Left, top, width and height as fractions of the whole input. */
  readonly regions?: readonly (readonly [number, number, number, number] | null)[];
}

export interface StackHeader {
  readonly kind: Kind;
  /** The kind; with more behind it for further stacks of the kind, such as `encoder-2-window-3`. */
  readonly name: string;
  /** Positions among the sequences. */
  readonly queries: number;
  readonly keys: number;
  readonly layers: readonly LayerHeader[];
}

export interface LayerHeader {
  readonly number: number;
  readonly heads: readonly number[];
  /** Position among the blocks; the block has a chunk per head. */
  readonly block: number;
}

/** What a view shows first, and why. */
export interface Opening {
  /** The stack's name. */
  readonly stack: string;
  readonly layer: number;
  readonly heads: readonly number[];
  readonly reason: string;
}
