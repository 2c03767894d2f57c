import type { LayerHeader } from "../payload/format";
import type { Payload, Stack } from "../payload/payload";

/** A head that a view wants to draw. */
export interface HeadReference {
  readonly layer: LayerHeader;
  readonly head: number;
}

/** Has heads decoded, and tells when one more is. */
export class HeadLoader {
  private readonly awaited = new WeakSet<Promise<unknown>>();

  constructor(private readonly payload: Payload, private readonly loaded: () => void, private readonly failed: (error: unknown) => void) {}

  /** How many of some heads are not there yet; they are on their way. */
  missing(stack: Stack, needs: readonly HeadReference[]): number {
    const missing = needs.filter(({ layer, head }) => !this.payload.decodedHead(layer, head));
    for (const { layer, head } of missing) {
      const load = this.payload.head(stack, layer, head);
      if (!this.awaited.has(load)) {
        this.awaited.add(load);
        load.then(this.loaded, this.failed);
      }
    }
    return missing.length;
  }
}
