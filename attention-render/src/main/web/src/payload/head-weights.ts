const FULL = 0;
const CAUSAL = 1;
const SIGNED = 2;

/** The weights of one head as the payload keeps them: a byte per weight and a scale per row. */
export class HeadWeights {
  /** The largest magnitude of each row. */
  readonly rowMaxima: Float32Array;
  /** Whether weights may be below zero, as relevance has them. */
  readonly signed: boolean;
  private readonly causal: boolean;
  private readonly bytes: Uint8Array | Int8Array;
  /** How many steps there are from zero to the largest. */
  private readonly steps: number;

  constructor(readonly queries: number, readonly keys: number, chunk: ArrayBuffer) {
    const layout = chunk.byteLength < 4 ? -1 : new DataView(chunk).getUint32(0, true);
    if (layout !== FULL && layout !== CAUSAL && layout !== SIGNED) {
      throw new Error(`Unknown layout ${layout} of a head's weights`);
    }
    this.causal = layout === CAUSAL;
    this.signed = layout === SIGNED;
    this.steps = this.signed ? 127 : 255;
    const size = this.causal ? (queries * (queries + 1)) / 2 : queries * keys;
    if (chunk.byteLength !== 4 + queries * 4 + size) {
      throw new Error(`A head's weights take ${chunk.byteLength} bytes instead of ${4 + queries * 4 + size}`);
    }
    this.rowMaxima = new Float32Array(chunk, 4, queries);
    this.bytes = new (this.signed ? Int8Array : Uint8Array)(chunk, 4 + queries * 4);
  }

  /** Off from the model's own weight by at most {@link errorBound}. */
  weight(query: number, key: number): number {
    return key < this.rowLength(query) ? ((this.bytes[this.rowStart(query) + key] as number) * this.rowMaximum(query)) / this.steps : 0;
  }

  rowMaximum(query: number): number {
    return this.rowMaxima[query] as number;
  }

  errorBound(query: number): number {
    return this.rowMaximum(query) / (2 * this.steps);
  }

  /** How many weights of a row are kept; those behind are 0. */
  rowLength(query: number): number {
    return this.causal ? query + 1 : this.keys;
  }

  /** What one step of {@link rowBytes} stands for. */
  step(query: number): number {
    return this.rowMaximum(query) / this.steps;
  }

  /** The kept weights of a row, in steps. */
  rowBytes(query: number): Uint8Array | Int8Array {
    const start = this.rowStart(query);
    return this.bytes.subarray(start, start + this.rowLength(query));
  }

  private rowStart(query: number): number {
    return this.causal ? (query * (query + 1)) / 2 : query * this.keys;
  }
}
