import type { Payload } from "./payload";

/** What the payload's extra `vectors` says of one layer. */
export interface VectorsHeader {
  readonly kind: string;
  readonly layer: number;
  readonly dimension: number;
  readonly heads: readonly number[];
  /** For each of the heads the key head that it reads. */
  readonly keyHeads: readonly number[];
  /** Position among the blocks: a chunk of queries per head, then a chunk of keys per key head. */
  readonly block: number;
}

const LARGEST = 32767;

/** One head's queries or keys: 16 bits a number, and a scale per vector. */
export class Vectors {
  readonly count: number;
  private readonly scales: Float32Array;
  private readonly numbers: Int16Array;

  constructor(readonly dimension: number, chunk: ArrayBuffer) {
    const each = 4 + 2 * dimension;
    this.count = chunk.byteLength / each;
    if (!Number.isInteger(this.count)) {
      throw new Error(`Vectors of ${dimension} numbers take ${each} bytes each, but there are ${chunk.byteLength}`);
    }
    this.scales = new Float32Array(chunk, 0, this.count);
    this.numbers = new Int16Array(chunk, this.count * 4);
  }

  /** Each number is off from the model's own by at most {@link errorBound}. */
  vector(index: number): Float32Array {
    const scale = (this.scales[index] as number) / LARGEST;
    return Float32Array.from(this.numbers.subarray(index * this.dimension, (index + 1) * this.dimension), (each) => each * scale);
  }

  errorBound(index: number): number {
    return (this.scales[index] as number) / (2 * LARGEST);
  }

  /** The root of the mean square of all numbers: what is usual in this head. */
  usual(): number {
    let sum = 0;
    for (let row = 0; row < this.count; row++) {
      sum += this.vector(row).reduce((squares, each) => squares + each * each, 0);
    }
    return Math.sqrt(sum / Math.max(1, this.count * this.dimension));
  }
}

/** The queries and keys of one head: what its weights come from. */
export class HeadVectors {
  constructor(readonly queries: Vectors, readonly keys: Vectors) {}

  static async load(payload: Payload, kind: string, layer: number, head: number): Promise<HeadVectors | null> {
    const found = payload.extra<readonly VectorsHeader[]>("vectors")?.find((each) => each.kind === kind && each.layer === layer);
    const position = found?.heads.indexOf(head) ?? -1;
    if (!found || position < 0) {
      return null;
    }
    const keyChunk = found.heads.length + (found.keyHeads[position] as number);
    const [queries, keys] = await Promise.all([payload.chunk(found.block, position), payload.chunk(found.block, keyChunk)]);
    return new HeadVectors(new Vectors(found.dimension, queries), new Vectors(found.dimension, keys));
  }

  /** Query times key, number by number. */
  product(query: number, key: number): Float32Array {
    const k = this.keys.vector(key);
    return this.queries.vector(query).map((number, i) => number * (k[i] as number));
  }

  dot(query: number, key: number): number {
    return this.product(query, key).reduce((sum, each) => sum + each, 0);
  }

  /** The most by which {@link dot} differs from that of the model's own vectors. */
  dotBound(query: number, key: number): number {
    const q = this.queries.vector(query);
    const k = this.keys.vector(key);
    const qError = this.queries.errorBound(query);
    const kError = this.keys.errorBound(key);
    return q.reduce((sum, each, i) => sum + Math.abs(each) * kError + Math.abs(k[i] as number) * qError + qError * kError, 0);
  }
}
