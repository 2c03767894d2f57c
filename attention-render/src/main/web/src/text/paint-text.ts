import type { Surface } from "../draw/surface";
import type { Theme } from "../draw/theme";
import type { Box } from "../shell/area";

interface Fragment {
  text: string;
  left: number;
  readonly middle: number;
  readonly size: number;
  readonly italic: boolean;
}

/** Isolates that keep a line's own direction wherever it is drawn. */
const START = { ltr: "\u2066", rtl: "\u2067" } as const;
const END = "\u2069";

/** Draws text panels as the browser has laid them out, for a picture of what is on screen. */
export function paintText(surface: Surface, container: HTMLElement, theme: Theme): void {
  const origin = container.getBoundingClientRect();
  container.querySelectorAll<HTMLElement>(".piece, .chip").forEach((span) => {
    const style = getComputedStyle(span);
    if (style.visibility === "hidden") {
      return;
    }
    const found = span.classList.contains("found");
    const selected = span.getAttribute("aria-selected") === "true";
    for (const box of span.getClientRects()) {
      const [x, y] = [box.left - origin.left, box.top - origin.top];
      surface.rect(x, y, box.width, box.height, { fill: style.backgroundColor, radius: 3 });
      if (found) {
        surface.rect(x, y + box.height - 3, box.width, 3, { fill: theme.focus });
      }
      if (selected) {
        surface.rect(x - 1, y - 1, box.width + 2, box.height + 2, { stroke: theme.focus, lineWidth: 2, radius: 4 });
      }
    }
  });
  container.querySelectorAll<HTMLElement>(".paragraph, .caption").forEach((paragraph) => {
    const { direction } = getComputedStyle(paragraph);
    for (const fragment of fragments(paragraph, origin)) {
      surface.text(`${START[direction === "rtl" ? "rtl" : "ltr"]}${fragment.text}${END}`, fragment.left, fragment.middle, {
        colour: theme.ink, size: fragment.size, italic: fragment.italic,
      });
    }
  });
}

/** How large the panels are. */
export function sizeOfText(container: HTMLElement): Pick<Box, "width" | "height"> {
  const { width, height } = container.getBoundingClientRect();
  return { width: Math.max(1, width), height: Math.max(1, height) };
}

/** Lines of text, broken further where a chip stands. */
function fragments(paragraph: HTMLElement, origin: DOMRect): Fragment[] {
  const found: Fragment[] = [];
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let last: Fragment | null = null;
  let lastHolder: Element | null = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement as Element;
    const style = getComputedStyle(holder);
    if (style.visibility === "hidden") {
      continue;
    }
    const chip = holder.classList.contains("chip") || lastHolder?.classList.contains("chip");
    if (chip && holder !== lastHolder) {
      last = null;
    }
    lastHolder = holder;
    let offset = 0;
    for (const character of node.textContent ?? "") {
      range.setStart(node, offset);
      offset += character.length;
      range.setEnd(node, offset);
      const box = range.getClientRects()[0];
      if (!box) {
        continue;
      }
      const middle = box.top + box.height / 2 - origin.top;
      if (!last || Math.abs(last.middle - middle) > box.height / 2) {
        last = { text: "", left: Infinity, middle, size: parseFloat(style.fontSize), italic: style.fontStyle === "italic" };
        found.push(last);
      }
      last.text += character;
      last.left = Math.min(last.left, box.left - origin.left);
    }
  }
  return found;
}
