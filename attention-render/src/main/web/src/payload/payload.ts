import { openBlocks, type Blocks } from "./blocks";
import type { Header, Kind, LayerHeader, SequenceHeader } from "./format";
import { HeadWeights } from "./head-weights";

/** One token of a sequence. */
export interface TokenInfo {
  readonly index: number;
  readonly text: string;
  readonly piece: string;
  readonly special: boolean;
  readonly segment: number;
  readonly word: number;
  readonly span: readonly [number, number] | null;
  readonly region: readonly [number, number, number, number] | null;
}

/** All layers of one kind, as far as they are over the same tokens. */
export interface Stack {
  readonly kind: Kind;
  /** The kind, or more for a further stack of the kind. */
  readonly name: string;
  readonly queryTokens: readonly TokenInfo[];
  readonly keyTokens: readonly TokenInfo[];
  readonly layers: readonly LayerHeader[];
}

/** What a view draws from: tokens at once, weights head by head when they are asked for. */
export class Payload {
  readonly header: Header;
  readonly stacks: readonly Stack[];
  private readonly decoded = new Map<string, HeadWeights>();
  private readonly underway = new Map<string, Promise<HeadWeights>>();

  private constructor(private readonly blocks: Blocks) {
    this.header = blocks.header;
    const sequences = this.header.sequences.map(tokensOf);
    this.stacks = this.header.stacks.map((stack) => ({
      kind: stack.kind,
      name: stack.name,
      queryTokens: sequences[stack.queries] ?? [],
      keyTokens: sequences[stack.keys] ?? [],
      layers: stack.layers,
    }));
    if (this.stacks.length === 0) {
      throw new Error("The payload holds no attention");
    }
  }

  static async open(host: Element): Promise<Payload> {
    return new Payload(await openBlocks(host));
  }

  /** A head's weights if they have been decoded. */
  decodedHead(layer: LayerHeader, head: number): HeadWeights | null {
    return this.decoded.get(`${layer.block}/${layer.heads.indexOf(head)}`) ?? null;
  }

  /** Decodes a head's weights, once. */
  head(stack: Stack, layer: LayerHeader, head: number): Promise<HeadWeights> {
    const position = layer.heads.indexOf(head);
    const key = `${layer.block}/${position}`;
    let weights = this.underway.get(key);
    if (!weights) {
      weights = this.blocks.chunk(layer.block, position).then((chunk) => {
        const decoded = new HeadWeights(stack.queryTokens.length, stack.keyTokens.length, chunk);
        this.decoded.set(key, decoded);
        return decoded;
      });
      this.underway.set(key, weights);
    }
    return weights;
  }

  /** Any chunk, inflated: for what the extras of a view refer to. */
  chunk(block: number, index: number): Promise<ArrayBuffer> {
    return this.blocks.chunk(block, index);
  }

  /** A further result among the extras, whose tokens and blocks are numbered with this one's; null if there is none. */
  inner(name: string): Payload | null {
    const found = this.extra<Pick<Header, "model" | "stacks">>(name);
    return found && new Payload({ header: { ...this.header, ...found }, chunk: (block, index) => this.chunk(block, index) });
  }

  extra<T>(name: string): T | null {
    return (this.header.extras?.[name] as T | undefined) ?? null;
  }
}

export function tokensOf(sequence: SequenceHeader): TokenInfo[] {
  const special = new Set(sequence.special ?? []);
  return sequence.texts.map((text, index) => ({
    index,
    text,
    piece: sequence.pieces?.[index] ?? text,
    special: special.has(index),
    segment: sequence.segments?.[index] ?? 0,
    word: sequence.words?.[index] ?? -1,
    span: sequence.spans?.[index] ?? null,
    region: sequence.regions?.[index] ?? null,
  }));
}
