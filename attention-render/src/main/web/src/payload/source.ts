import type { Header, StackHeader } from "./format";
import { LayerWeights } from "./weights";

/** A payload embedded in the page: a JSON block with the header, and a base64 block per chunk, inflated on demand. */
export class EmbeddedPayload {
  readonly header: Header;
  private readonly chunks: readonly Element[];
  private readonly decoded = new Map<number, Promise<LayerWeights>>();

  constructor(host: Element) {
    const header = host.querySelector("script[data-attention-header]");
    if (!header) {
      throw new Error("There is no attention payload in this element");
    }
    this.header = JSON.parse(header.textContent ?? "") as Header;
    if (this.header.version !== 1) {
      throw new Error(`The payload is of version ${this.header.version}; this page reads version 1`);
    }
    this.chunks = [...host.querySelectorAll("script[data-attention-chunk]")];
  }

  layer(stack: StackHeader, number: number): Promise<LayerWeights> {
    const layer = stack.layers.find((candidate) => candidate.number === number);
    if (!layer) {
      return Promise.reject(new Error(`There is no ${stack.kind} layer ${number}`));
    }
    let weights = this.decoded.get(layer.chunk);
    if (!weights) {
      weights = inflate(this.chunks[layer.chunk]?.textContent ?? "").then((bytes) => new LayerWeights(stack, layer, bytes));
      this.decoded.set(layer.chunk, weights);
    }
    return weights;
  }
}

async function inflate(base64: string): Promise<ArrayBuffer> {
  const binary = atob(base64);
  const deflated = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) {
    deflated[i] = binary.charCodeAt(i);
  }
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}
