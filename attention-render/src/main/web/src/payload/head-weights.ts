const FULL = 0;
const CAUSAL = 1;

/** The weights of one head as the payload keeps them: a byte per weight and a scale per row. */
export class HeadWeights {
  /** The largest weight of each row. */
  readonly rowMaxima: Float32Array;
  private readonly causal: boolean;
  private readonly bytes: Uint8Array;

  constructor(readonly queries: number, readonly keys: number, chunk: ArrayBuffer) {
    const layout = chunk.byteLength < 4 ? -1 : new DataView(chunk).getUint32(0, true);
    if (layout !== FULL && layout !== CAUSAL) {
      throw new Error(`Unknown layout ${layout} of a head's weights`);
    }
    this.causal = layout === CAUSAL;
    const size = this.causal ? (queries * (queries + 1)) / 2 : queries * keys;
    if (chunk.byteLength !== 4 + queries * 4 + size) {
      throw new Error(`A head's weights take ${chunk.byteLength} bytes instead of ${4 + queries * 4 + size}`);
    }
    this.rowMaxima = new Float32Array(chunk, 4, queries);
    this.bytes = new Uint8Array(chunk, 4 + queries * 4);
  }

  /** Off from the model's own weight by at most {@link errorBound}. */
  weight(query: number, key: number): number {
    return key < this.rowLength(query) ? ((this.bytes[this.rowStart(query) + key] as number) * this.rowMaximum(query)) / 255 : 0;
  }

  rowMaximum(query: number): number {
    return this.rowMaxima[query] as number;
  }

  errorBound(query: number): number {
    return this.rowMaximum(query) / 510;
  }

  /** How many weights of a row are kept; those behind are 0. */
  rowLength(query: number): number {
    return this.causal ? query + 1 : this.keys;
  }

  /** The kept weights of a row, 255 standing for its largest. */
  rowBytes(query: number): Uint8Array {
    const start = this.rowStart(query);
    return this.bytes.subarray(start, start + this.rowLength(query));
  }

  private rowStart(query: number): number {
    return this.causal ? (query * (query + 1)) / 2 : query * this.keys;
  }
}
