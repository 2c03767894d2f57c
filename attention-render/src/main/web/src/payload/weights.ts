import type { LayerHeader, StackHeader } from "./format";

/** The weights of one layer as the payload keeps them: a byte per weight and a scale per row. */
export class LayerWeights {
  readonly queries: number;
  readonly keys: number;
  private readonly causal: boolean;
  private readonly rowMaxima: Float32Array;
  private readonly bytes: Uint8Array;
  private readonly headSize: number;

  constructor(stack: StackHeader, layer: LayerHeader, inflated: ArrayBuffer) {
    this.queries = stack.queryTokens.length;
    this.keys = stack.keyTokens.length;
    this.causal = layer.layout === "causal";
    const rows = layer.heads.length * this.queries;
    this.rowMaxima = new Float32Array(inflated, 0, rows);
    this.bytes = new Uint8Array(inflated, rows * 4);
    this.headSize = this.causal ? (this.queries * (this.queries + 1)) / 2 : this.queries * this.keys;
    if (this.bytes.length !== this.headSize * layer.heads.length) {
      throw new Error(`Layer ${layer.number} holds ${this.bytes.length} weights instead of ${this.headSize * layer.heads.length}`);
    }
  }

  /** Off from the model's own weight by at most {@link errorBound}. */
  weight(headPosition: number, query: number, key: number): number {
    if (this.causal && key > query) {
      return 0;
    }
    const row = this.causal ? (query * (query + 1)) / 2 : query * this.keys;
    const byte = this.bytes[headPosition * this.headSize + row + key] as number;
    return (byte * this.rowMaximum(headPosition, query)) / 255;
  }

  rowMaximum(headPosition: number, query: number): number {
    return this.rowMaxima[headPosition * this.queries + query] as number;
  }

  errorBound(headPosition: number, query: number): number {
    return this.rowMaximum(headPosition, query) / 510;
  }
}
