import { VERSION, type Header } from "./format";

/** Where a payload lies: a header, and blocks of deflated chunks. */
export interface Blocks {
  readonly header: Header;
  /** One chunk, inflated. */
  chunk(block: number, index: number): Promise<ArrayBuffer>;
}

/** Blocks in the page: script elements that no browser runs, a line of base64 per chunk. */
class EmbeddedBlocks implements Blocks {
  private readonly lines = new Map<number, readonly string[]>();

  constructor(readonly header: Header, private readonly elements: readonly Element[]) {}

  chunk(block: number, index: number): Promise<ArrayBuffer> {
    let lines = this.lines.get(block);
    if (!lines) {
      lines = (this.elements[block]?.textContent ?? "").split("\n");
      this.lines.set(block, lines);
    }
    return inflate(bytesOf(lines[index] ?? ""));
  }
}

/** Blocks in one binary file, behind a URL. */
class FileBlocks implements Blocks {
  private readonly chunks: (readonly Uint8Array<ArrayBuffer>[])[] = [];

  constructor(readonly header: Header, file: ArrayBuffer, start: number) {
    const view = new DataView(file);
    for (let at = start; at < file.byteLength;) {
      const count = view.getUint32(at, true);
      let data = at + 4 + 4 * count;
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      for (let i = 0; i < count; i++) {
        const length = view.getUint32(at + 4 + 4 * i, true);
        chunks.push(new Uint8Array(file, data, length));
        data += length;
      }
      this.chunks.push(chunks);
      at = data;
    }
  }

  chunk(block: number, index: number): Promise<ArrayBuffer> {
    return inflate(this.chunks[block]?.[index] ?? new Uint8Array(0));
  }
}

/** The payload of a view: its data blocks, or the file that its `src` names. */
export async function openBlocks(host: Element): Promise<Blocks> {
  const source = host.getAttribute("src");
  if (source !== null) {
    return fetchBlocks(source);
  }
  const header = host.querySelector("script[data-attention-header]");
  if (!header) {
    throw new Error("There is no attention payload in this element, and no src that names one");
  }
  return new EmbeddedBlocks(checked(header.textContent ?? ""), [...host.querySelectorAll("script[data-attention-block]")]);
}

async function fetchBlocks(source: string): Promise<Blocks> {
  const response = await fetch(source);
  if (!response.ok) {
    throw new Error(`The attention payload ${source} cannot be read: ${response.status} ${response.statusText}`);
  }
  const file = await response.arrayBuffer();
  const view = new DataView(file);
  if (file.byteLength < 12 || view.getUint32(0, false) !== 0x41344a50) {
    throw new Error(`${source} is not an attention payload: it does not begin with A4JP`);
  }
  const length = view.getUint32(8, true);
  return new FileBlocks(checked(new TextDecoder().decode(new Uint8Array(file, 12, length))), file, 12 + length);
}

function checked(json: string): Header {
  const header = JSON.parse(json) as Header;
  if (header.version !== VERSION) {
    throw new Error(`The payload is of version ${header.version}; this page reads version ${VERSION}`);
  }
  return header;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  return bytes;
}

/** Straight through the stream: by way of a Blob or a Response the bytes would leave the process and come back. */
async function inflate(deflated: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  const written = writer.write(deflated).then(() => writer.close());
  // A fault in the data is reported by the reading side, too.
  written.catch(() => undefined);
  const reader = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    length += part.value.length;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
}
