import { paint, type Focus, type ShownHead } from "../draw/attention-canvas";
import { headColour } from "../draw/palette";
import type { LayerHeader, StackHeader } from "../payload/format";
import { EmbeddedPayload } from "../payload/source";
import type { LayerWeights } from "../payload/weights";
import { element } from "./dom";
import { HeadToggles } from "./head-toggles";
import { readout } from "./readout";
import { styles } from "./styles";
import { TokenColumn, type Side } from "./token-column";

const KINDS = { encoder: "Encoder", decoder: "Decoder", cross: "Cross-attention" } as const;

/**
 * `<attention-head-view>`: two columns of tokens and lines by weight, one colour per head (after the head view of
 * BertViz, Vig 2019).
 */
export class AttentionHeadView extends HTMLElement {
  private payload!: EmbeddedPayload;
  private stack!: StackHeader;
  private layer!: LayerHeader;
  private weights: LayerWeights | null = null;
  private readonly shown = new Set<number>();
  private hovered: Focus = null;
  private locked: Focus = null;
  private scheduled = false;
  private paints = 0;
  private readonly canvas = element("canvas");
  private readonly readout = element("p", { className: "readout" });
  private readonly columns = element("div", { className: "columns" });
  private readonly layerChoice = element("select");
  private toggles!: HeadToggles;
  private queryColumn!: TokenColumn;
  private keyColumn!: TokenColumn;
  private readonly darkScheme = matchMedia("(prefers-color-scheme: dark)");
  private readonly resized = new ResizeObserver(() => this.repaint());

  connectedCallback(): void {
    if (this.shadowRoot) {
      return;
    }
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles()];
    // While a document is read, an element is connected before its data blocks are there.
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.start(root), { once: true });
    } else {
      this.start(root);
    }
  }

  private start(root: ShadowRoot): void {
    try {
      this.payload = new EmbeddedPayload(this);
      this.build(root);
    } catch (error) {
      root.append(element("p", { className: "error" }, String(error)));
    }
  }

  private get dark(): boolean {
    const theme = this.getAttribute("theme");
    return theme === "dark" || (theme !== "light" && this.darkScheme.matches);
  }

  private build(root: ShadowRoot): void {
    const opening = this.payload.header.opening;
    this.darkScheme.addEventListener("change", () => this.applyTheme());
    this.canvas.setAttribute("aria-hidden", "true");
    this.readout.setAttribute("aria-live", "polite");
    this.toggles = new HeadToggles((heads) => {
      this.shown.clear();
      heads.forEach((head) => this.shown.add(head));
      this.repaint();
    });
    opening.heads.forEach((head) => this.shown.add(head));
    this.layerChoice.addEventListener("change", () => void this.showLayer(Number(this.layerChoice.value)));
    const controls = element("div", { className: "controls" });
    if (this.payload.header.stacks.length > 1) {
      controls.append(element("label", {}, "Attention", this.kindChoice(opening.kind)));
    }
    controls.append(element("label", {}, "Layer", this.layerChoice), this.toggles.element);
    const title = this.getAttribute("heading") ?? "Attention";
    root.append(
      element("h1", {}, title),
      element("p", { className: "reason" }, opening.reason),
      controls,
      this.readout,
      this.columns,
      element("p", { className: "note" }, this.note()),
    );
    root.addEventListener("keydown", (event) => {
      if ((event as KeyboardEvent).key === "Escape") {
        this.locked = null;
        this.hovered = null;
        this.repaint();
      }
    });
    this.resized.observe(this);
    this.applyTheme();
    this.showStack(opening.kind, opening.layer);
  }

  private note(): string {
    const model = this.payload.header.model;
    return `${model ? `Model: ${model}. ` : ""}A line from left to right is one weight: the stronger, the more the left token looks at the right one. `
      + "Weights are kept with 8 bits a row; each is off by at most 1/510 of the largest in its row.";
  }

  private kindChoice(kind: string): HTMLSelectElement {
    const options = this.payload.header.stacks.map((stack) =>
      element("option", { value: stack.kind, selected: stack.kind === kind }, KINDS[stack.kind]));
    const choice = element("select", {}, ...options);
    choice.addEventListener("change", () => this.showStack(choice.value, null));
    return choice;
  }

  private showStack(kind: string, layer: number | null): void {
    const found = this.payload.header.stacks.find((stack) => stack.kind === kind) ?? this.payload.header.stacks[0];
    if (!found) {
      throw new Error("The payload holds no attention");
    }
    this.stack = found;
    this.hovered = null;
    this.locked = null;
    this.layerChoice.replaceChildren(...found.layers.map((each) => element("option", { value: String(each.number) }, String(each.number))));
    const listener = {
      hover: (side: Side, index: number | null) => this.hover(side, index),
      lock: (side: Side, index: number) => this.lock(side, index),
    };
    const captions = { query: "looks (query)", key: "is looked at (key)" };
    this.queryColumn = new TokenColumn("query", found.queryTokens, captions.query, listener);
    this.keyColumn = new TokenColumn("key", found.keyTokens, captions.key, listener);
    this.columns.replaceChildren(
      element("div", { className: "caption query" }, captions.query),
      element("div", { className: "caption key" }, captions.key),
      this.queryColumn.element,
      this.canvas,
      this.keyColumn.element,
    );
    void this.showLayer(layer ?? found.layers[0]?.number ?? 0);
  }

  private async showLayer(number: number): Promise<void> {
    try {
      const weights = await this.payload.layer(this.stack, number);
      this.layer = this.stack.layers.find((each) => each.number === number) as LayerHeader;
      this.weights = weights;
      this.layerChoice.value = String(number);
      this.toggles.show(this.layer.heads, this.shown, this.dark);
      this.repaint();
    } catch (error) {
      this.readout.replaceChildren(element("span", { className: "error" }, String(error)));
    }
  }

  private hover(side: Side, index: number | null): void {
    const same = this.hovered?.side === side && this.hovered.index === index;
    if (!same && (index !== null || this.hovered?.side === side)) {
      this.hovered = index === null ? null : { side, index };
      this.repaint();
    }
  }

  private lock(side: Side, index: number): void {
    const same = this.locked?.side === side && this.locked.index === index;
    this.locked = same ? null : { side, index };
    this.repaint();
  }

  private applyTheme(): void {
    this.toggleAttribute("data-dark", this.dark);
    if (this.layer) {
      this.toggles.show(this.layer.heads, this.shown, this.dark);
    }
    this.repaint();
  }

  private repaint(): void {
    if (!this.scheduled) {
      this.scheduled = true;
      requestAnimationFrame(() => {
        this.scheduled = false;
        this.draw();
      });
    }
  }

  private draw(): void {
    if (!this.weights) {
      return;
    }
    const focus = this.locked ?? this.hovered;
    const heads: (ShownHead & { number: number })[] = this.layer.heads
      .map((number, position) => ({ number, position, colour: headColour(number, this.dark) }))
      .filter((head) => this.shown.has(head.number));
    const width = Math.max(140, this.columns.clientWidth - this.queryColumn.element.offsetWidth - this.keyColumn.element.offsetWidth);
    paint(this.canvas, { weights: this.weights, heads, focus, width });
    this.queryColumn.select(focus?.side === "query" ? focus.index : -1, focus === this.locked);
    this.keyColumn.select(focus?.side === "key" ? focus.index : -1, focus === this.locked);
    this.readout.replaceChildren(...readout(this.stack, this.weights, heads, focus));
    this.dataset["paints"] = String(++this.paints);
    if (!this.hasAttribute("data-rendered")) {
      // The frame after the one that was drawn in is on screen.
      requestAnimationFrame(() => this.setAttribute("data-rendered", ""));
    }
  }
}
