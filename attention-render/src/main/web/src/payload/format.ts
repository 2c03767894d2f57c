/** The payload's header; docs/payload.md describes it for everybody else. */
export interface Header {
  readonly version: number;
  readonly model: string;
  readonly stacks: readonly StackHeader[];
  readonly opening: Opening;
}

export interface StackHeader {
  readonly kind: "encoder" | "decoder" | "cross";
  readonly queryTokens: readonly TokenHeader[];
  readonly keyTokens: readonly TokenHeader[];
  readonly layers: readonly LayerHeader[];
}

export interface TokenHeader {
  readonly text: string;
  readonly piece: string;
  readonly special: boolean;
  readonly segment: number;
}

export interface LayerHeader {
  readonly number: number;
  readonly heads: readonly number[];
  readonly layout: "full" | "causal";
  /** Position among the chunks. */
  readonly chunk: number;
}

/** What a view shows first, and why. */
export interface Opening {
  readonly kind: string;
  readonly layer: number;
  readonly heads: readonly number[];
  readonly reason: string;
}
