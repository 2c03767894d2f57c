import type { Surface } from "../../draw/surface";
import type { Payload } from "../../payload/payload";
import type { Box } from "../../shell/area";

/** Pictures of fewer pixels than this are enlarged pixel by pixel instead of smoothly. */
const TINY = 96;

/** The picture that a model saw: read from the payload and decoded by the browser, without a request. */
export class Picture {
  private constructor(private readonly bitmap: ImageBitmap) {}

  static async load(payload: Payload): Promise<Picture | null> {
    const found = payload.extra<{ readonly type: string; readonly block: number }>("picture");
    if (!found) {
      return null;
    }
    return new Picture(await createImageBitmap(new Blob([await payload.chunk(found.block, 0)], { type: found.type })));
  }

  get width(): number {
    return this.bitmap.width;
  }

  get height(): number {
    return this.bitmap.height;
  }

  paint(surface: Surface, box: Box): void {
    if (Math.max(this.width, this.height) >= TINY) {
      surface.image(this.bitmap, box.x, box.y, box.width, box.height);
      return;
    }
    const canvas = document.createElement("canvas");
    canvas.width = this.width;
    canvas.height = this.height;
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    context.drawImage(this.bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, this.width, this.height);
    surface.pixels({ width: this.width, height: this.height, data: new Uint8ClampedArray(data) }, box.x, box.y, box.width, box.height);
  }
}
