import { CanvasSurface, LayerCache } from "../draw/canvas-surface";
import type { Surface } from "../draw/surface";
import type { Area, Box } from "./area";
import { element } from "./dom";
import type { Hit } from "./hits";
import { Walker, type WalkListener } from "./walker";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface StageListener extends WalkListener {
  /** The pointer is over a thing, or over none. */
  hover(area: Area | null, position: number): void;
  /** A double click or tap on a thing. */
  open(area: Area, position: number): void;
  moved(): void;
}

/**
 * Where a view is drawn: a box that scrolls over the view's content, and a canvas no larger than the box, so that an
 * input of thousands of tokens costs no more memory than what is seen of it.
 */
export class Stage {
  readonly element = element("div", { className: "stage" });
  private readonly content = element("div", { className: "content" });
  private readonly canvas = element("canvas");
  private readonly cache = new LayerCache();
  private readonly walkers = new Map<string, Walker>();
  private areas: readonly Area[] = [];
  private size: Size = { width: 0, height: 0 };
  private shown = false;

  constructor(private readonly listener: StageListener) {
    this.canvas.setAttribute("aria-hidden", "true");
    this.content.append(this.canvas);
    this.element.append(this.content);
    this.element.addEventListener("scroll", () => listener.moved(), { passive: true });
    this.content.addEventListener("pointermove", (event) => {
      // A finger that moves scrolls; it does not hover.
      if (event.pointerType !== "touch") {
        this.find(event, (area, position) => listener.hover(area, position), () => listener.hover(null, -1));
      }
    });
    this.content.addEventListener("pointerleave", () => listener.hover(null, -1));
    // Also the second click of a double one: what the first holds, the second lets go, however soon it comes.
    this.content.addEventListener("click", (event) => this.find(event, (area, position) => {
      this.walkers.get(area.name)?.element.focus({ preventScroll: true });
      listener.hold(area, position);
    }));
    this.content.addEventListener("dblclick", (event) => this.find(event, (area, position) => listener.open(area, position)));
  }

  /** The width that there is for the content. */
  get width(): number {
    return Math.max(200, this.element.clientWidth);
  }

  /** How much larger than its own pixels the page around shows it, by the CSS property `zoom`. */
  private get zoom(): number {
    return this.element.currentCSSZoom ?? 1;
  }

  /** Lays out the content; `selected` gives the position of what is pointed at or held, by area, or -1. */
  show(size: Size, areas: readonly Area[], selected: (area: Area) => number): void {
    this.size = size;
    this.areas = areas;
    this.content.style.height = `${size.height}px`;
    this.content.style.width = `${size.width}px`;
    for (const area of areas) {
      let walker = this.walkers.get(area.name);
      if (!walker) {
        walker = new Walker(this.listener, (shown, position) => this.reveal(shown.box(position), shown.covered));
        this.walkers.set(area.name, walker);
        this.content.append(walker.element);
      }
      walker.show(area, selected(area));
    }
    this.walkers.forEach((walker, name) => (walker.element.hidden ||= !areas.some((area) => area.name === name)));
    // A link may lead to a token far down.
    if (!this.shown && areas.length > 0) {
      this.shown = true;
      areas.filter((area) => selected(area) >= 0).forEach((area) => this.reveal(area.box(selected(area)), area.covered));
    }
  }

  /** What of the content is to be seen. */
  window(): Box {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.element;
    return {
      x: scrollLeft,
      y: scrollTop,
      width: Math.max(1, Math.min(clientWidth || this.size.width, this.size.width)),
      height: Math.max(1, Math.min(clientHeight || this.size.height, this.size.height)),
    };
  }

  /** The screen to draw on. */
  surface(window: Box): Surface {
    const scale = Math.min((devicePixelRatio || 1) * this.zoom, Math.sqrt(24_000_000 / (window.width * window.height)));
    const width = Math.round(window.width * scale);
    const height = Math.round(window.height * scale);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.canvas.style.width = `${window.width}px`;
    this.canvas.style.height = `${window.height}px`;
    return new CanvasSurface(this.canvas, scale, window.x, window.y, this.cache);
  }

  /** Scrolls until a box is to be seen. */
  reveal(box: Box, covered = { x: 0, y: 0 }): void {
    const { element } = this;
    const window = this.window();
    if (box.y < window.y + covered.y || box.y + box.height > window.y + window.height) {
      element.scrollTop = box.y - (window.height + covered.y - box.height) / 2;
    }
    if (box.x < window.x + covered.x || box.x + box.width > window.x + window.width) {
      element.scrollLeft = box.x - (window.width + covered.x - box.width) / 2;
    }
  }

  /** Scrolls until that is to be seen which a search has found. */
  seek(hit: Hit): void {
    for (const area of this.areas) {
      const box = area.found?.(hit);
      if (box) {
        this.reveal(box, area.covered);
      }
    }
  }

  private find(event: MouseEvent, found: (area: Area, position: number) => void, missed?: () => void): void {
    const origin = this.content.getBoundingClientRect();
    const x = (event.clientX - origin.left) / this.zoom;
    const y = (event.clientY - origin.top) / this.zoom;
    for (const area of this.areas) {
      const position = area.at(x, y);
      if (position >= 0) {
        found(area, position);
        return;
      }
    }
    missed?.();
  }
}
