import type { Surface } from "../draw/surface";
import { themeOf, type Theme } from "../draw/theme";
import { Lens, type ShownWeights } from "../model/lens";
import type { LayerHeader } from "../payload/format";
import { Payload, type Stack } from "../payload/payload";
import type { Area, Box } from "./area";
import { Controls, type Features } from "./controls";
import { DataTable, type TableContent } from "./data-table";
import { element } from "./dom";
import { pngOf, save, svgOf, TALLEST, type Drawing } from "./export";
import { LinkButton, stateInAddress } from "./link";
import { Messages } from "./messages";
import { Stage, type Size, type StageListener } from "./stage";
import { styles } from "./styles";
import { formatState, parseState, type Focus, type ViewState } from "./view-state";

/** A head that a view wants to draw. */
export interface HeadReference {
  readonly layer: LayerHeader;
  readonly head: number;
}

/**
 * What all views have in common: reading the payload, the controls, themes, the stage with pointer and keyboard, the
 * read-out, table, link and saved pictures. A view says what is where ({@link layout}), what is to be decoded
 * ({@link needs}), and draws ({@link paint}).
 *
 * The attribute `data-rendered` is set when the first complete paint is on screen; `data-paints` counts paints.
 */
export abstract class AttentionView extends HTMLElement {
  static readonly observedAttributes = ["theme", "state", "src"];

  protected payload!: Payload;
  protected messages!: Messages;
  protected theme!: Theme;
  protected chosen!: ViewState;
  protected stack!: Stack;
  protected layer!: LayerHeader;
  protected lens!: Lens;
  protected hovered: Focus | null = null;
  protected controls!: Controls;
  protected stage!: Stage;
  protected areas: readonly Area[] = [];
  /** What stages tell the view; for views with further stages. */
  protected readonly listener: StageListener = {
    hover: (area, position) => this.hover(area && { area: area.name, index: area.numberOf(position) }),
    reach: (area, position) => this.hover(position === null ? null : { area: area.name, index: area.numberOf(position) }),
    hold: (area, position) => this.hold(area, position),
    open: (area, position) => this.opened(area, position),
    moved: () => this.repaint(),
  };
  private lensKey = "";
  private readonly readoutElement = element("p", { className: "readout" });
  private readonly note = element("p", { className: "note" });
  private dataTable!: DataTable;
  protected contentSize: Size = { width: 0, height: 0 };
  private scheduled = false;
  private readonly awaited = new WeakSet<Promise<unknown>>();
  private started = 0;
  private paints = 0;
  private readonly darkScheme = matchMedia("(prefers-color-scheme: dark)");
  private readonly forcedColours = matchMedia("(forced-colors: active)");
  private readonly resized = new ResizeObserver(() => this.repaint());
  private connection = new AbortController();

  // What a view defines ------------------------------------------------------------------------------------------

  /** Which of the common controls it has a use for. */
  protected abstract features(): Features;
  /** Places everything for a width: the content's size, and what can be pointed at. Called before each paint. */
  protected abstract layout(width: number): { readonly size: Size; readonly areas: readonly Area[] };
  /** Draws; whatever lies outside the window need not be drawn. */
  protected abstract paint(surface: Surface, window: Box): void;
  /** What is pointed at, in words and numbers. */
  protected abstract readout(): readonly (Node | string)[];
  protected abstract table(): TableContent;
  /** Sentences below the view. */
  protected abstract notes(): readonly string[];

  /** The heads to be decoded before a paint is complete. */
  protected needs(): readonly HeadReference[] {
    return this.chosen.heads.map((head) => ({ layer: this.layer, head }));
  }

  /** What else is to be read before a paint is complete, or null if all is there. */
  protected pending(): Promise<unknown> | null {
    return null;
  }

  /** Whether the view is drawn on the stage; if not, {@link paint} serves saved pictures alone. */
  protected get onStage(): boolean {
    return true;
  }

  /** Brings a view that is not drawn on the stage up to date. */
  protected arrange(): void {}

  /** Whether it also draws while some of its heads are still being decoded. */
  protected get paintsPartly(): boolean {
    return false;
  }

  /** Called once, when the payload is there: views add their own controls and elements here. */
  protected prepared(_root: ShadowRoot): void | Promise<void> {}

  /** Things to point at that are on other stages than the main one. */
  protected get moreAreas(): readonly Area[] {
    return [];
  }

  /** Called after each paint of the main stage: views paint further stages here. */
  protected painted(): void {}

  /** A click on a thing, or Enter. */
  protected hold(area: Area, position: number): void {
    const { locked } = this.chosen;
    const focus = { area: area.name, index: area.numberOf(position) };
    this.update({ locked: locked?.area === focus.area && locked.index === focus.index ? null : focus });
  }

  /** A double click on a thing. */
  protected opened(_area: Area, _position: number): void {}

  /** How many things the search has found. */
  protected found(): number {
    const search = this.chosen.search.toLowerCase();
    return search ? this.lens.columns.items.filter((item) => item.text.toLowerCase().includes(search)).length : 0;
  }

  // What a view uses ---------------------------------------------------------------------------------------------

  /** The weights of a decoded head between the shown rows and columns, or null while it is not decoded. */
  protected weightsOf({ layer, head }: HeadReference): ShownWeights | null {
    const decoded = this.payload.decodedHead(layer, head);
    return decoded && this.lens.apply(decoded);
  }

  /** What is held, or else pointed at, as far as it is shown. */
  protected get pointed(): Focus | null {
    const shown = (focus: Focus | null) =>
      focus && [...this.areas, ...this.moreAreas].some((area) => area.name === focus.area && area.positionOf(focus.index) >= 0) ? focus : null;
    return shown(this.chosen.locked) ?? shown(this.hovered);
  }

  /** Sentences on what filters do to the numbers; every view that has filters says them. */
  protected filterNotes(): readonly string[] {
    const { special, words } = this.chosen;
    return [
      ...(special === "hide" ? [this.messages.text("noteHidden")] : []),
      ...(special === "renormalise" ? [this.messages.text("noteRenormalised")] : []),
      ...(words ? [this.messages.text("noteWords")] : []),
      this.messages.text("noteBits"),
      ...(this.payload.header.model ? [this.messages.text("noteModel", { model: this.payload.header.model })] : []),
    ];
  }

  /** Changes what is chosen, and draws. */
  protected update(patch: Partial<ViewState>): void {
    this.choose({ ...this.chosen, ...patch });
    this.dispatchEvent(new CustomEvent("attention-state", { detail: this.state, bubbles: true, composed: true }));
  }

  /** Draws with the next frame. */
  protected repaint(): void {
    if (!this.scheduled && this.chosen) {
      this.scheduled = true;
      requestAnimationFrame(() => {
        this.scheduled = false;
        this.draw();
      });
    }
  }

  // For embedding applications -------------------------------------------------------------------------------------

  /** What is chosen, as text; setting it changes the view. Also an attribute, which gives the first state. */
  get state(): string {
    return this.chosen ? formatState(this.chosen) : (this.getAttribute("state") ?? "");
  }

  set state(text: string) {
    if (this.chosen) {
      this.choose(parseState(text, this.chosen));
    } else {
      this.setAttribute("state", text);
    }
  }

  // Life ---------------------------------------------------------------------------------------------------------

  connectedCallback(): void {
    this.connection = new AbortController();
    const { signal } = this.connection;
    for (const query of [this.darkScheme, this.forcedColours]) {
      query.addEventListener("change", () => this.applyTheme(), { signal });
    }
    addEventListener("hashchange", () => this.applyAddress(), { signal });
    if (this.shadowRoot) {
      this.resized.observe(this);
      return;
    }
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles()];
    root.addEventListener("keydown", (event) => {
      if ((event as KeyboardEvent).key === "Escape" && this.chosen) {
        this.hovered = null;
        this.update({ locked: null });
      }
    });
    // While a document is read, an element is connected before its data blocks are there.
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => void this.start(root), { once: true });
    } else {
      void this.start(root);
    }
  }

  disconnectedCallback(): void {
    this.connection.abort();
    this.resized.disconnect();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (!this.shadowRoot || before === now) {
      return;
    }
    if (name === "src") {
      void this.start(this.shadowRoot);
    } else if (name === "theme") {
      this.applyTheme();
    } else if (this.chosen && now !== null) {
      this.state = now;
    }
  }

  private async start(root: ShadowRoot): Promise<void> {
    const run = ++this.started;
    try {
      const payload = await Payload.open(this);
      if (run === this.started) {
        this.payload = payload;
        await this.build(root);
      }
    } catch (error) {
      this.fail(root, error);
    }
  }

  private fail(root: ShadowRoot, error: unknown): void {
    root.replaceChildren(element("p", { className: "error", role: "alert" }, error instanceof Error ? error.message : String(error)));
  }

  private async build(root: ShadowRoot): Promise<void> {
    const { header } = this.payload;
    const { opening } = header;
    this.messages = new Messages(header.labels);
    this.lensKey = "";
    this.hovered = null;
    this.controls = new Controls(this.payload, this.messages, this.features(), (patch) => this.update(patch));
    this.stage = new Stage(this.listener);
    this.dataTable = new DataTable(this.messages, () => this.repaint());
    this.readoutElement.setAttribute("aria-live", "polite");
    const parts: Node[] = [element("h1", {}, this.getAttribute("heading") ?? this.messages.text("kind"))];
    if (opening.reason) {
      parts.push(element("p", { className: "reason" }, opening.reason));
    }
    root.replaceChildren(...parts, this.controls.element, this.readoutElement, this.stage.element, ...this.footer(), this.dataTable.element, this.note);
    this.applyTheme();
    const first: ViewState = {
      kind: opening.stack, layer: opening.layer, heads: opening.heads, locked: null, sentences: "all", words: false,
      special: "show", pieces: false, threshold: 0, top: 0, search: "", own: {},
    };
    this.choose(parseState(this.getAttribute("state") ?? "", first));
    this.applyAddress();
    await this.prepared(root);
    this.resized.observe(this);
    this.repaint();
  }

  private footer(): Node[] {
    const button = (text: string, act: () => void) => {
      const created = element("button", { className: "plain", type: "button" }, text);
      created.addEventListener("click", act);
      return created;
    };
    const link = new LinkButton(this, this.messages, () => this.state);
    const table: HTMLButtonElement = button(this.messages.text("table"), () => {
      this.dataTable.toggle();
      table.setAttribute("aria-expanded", String(this.dataTable.open));
      table.textContent = this.messages.text(this.dataTable.open ? "tableClose" : "table");
    });
    table.setAttribute("aria-expanded", "false");
    return [
      element(
        "div",
        { className: "footer" },
        button(this.messages.text("saveSvg"), () => save(svgOf(this.drawing()), `${this.fileName()}.svg`)),
        button(this.messages.text("savePng"), () => void pngOf(this.drawing()).then((blob) => save(blob, `${this.fileName()}.png`))),
        link.button,
        table,
      ),
      link.panel,
    ];
  }

  // State --------------------------------------------------------------------------------------------------------

  private choose(wanted: ViewState): void {
    const stacks = this.payload.stacks;
    this.stack = stacks.find((stack) => stack.name === wanted.kind) ?? (stacks[0] as Stack);
    this.layer = this.stack.layers.find((layer) => layer.number === wanted.layer) ?? (this.stack.layers[0] as LayerHeader);
    const heads = wanted.heads.filter((head) => this.layer.heads.includes(head));
    const moved = this.chosen && this.chosen.kind !== this.stack.name;
    this.chosen = {
      ...wanted,
      kind: this.stack.name,
      layer: this.layer.number,
      heads: heads.length === 0 && wanted.heads.length > 0 ? this.layer.heads.slice(0, 1) : heads,
      locked: moved ? null : wanted.locked,
    };
    const { kind, sentences, words, special, pieces } = this.chosen;
    const key = [kind, sentences, words, special, pieces].join();
    if (key !== this.lensKey) {
      this.lensKey = key;
      this.lens = new Lens(this.stack, this.chosen);
    }
    this.repaint();
  }

  /** Identifies rows and columns, for keys of {@link Surface.layer}. */
  protected get lensName(): string {
    return this.lensKey;
  }

  private applyAddress(): void {
    const text = this.chosen ? stateInAddress(this) : null;
    if (text !== null) {
      this.choose(parseState(text, this.chosen));
    }
  }

  protected hover(focus: Focus | null): void {
    if (this.hovered?.area !== focus?.area || this.hovered?.index !== focus?.index) {
      this.hovered = focus;
      this.repaint();
    }
  }

  // Drawing ------------------------------------------------------------------------------------------------------

  private applyTheme(): void {
    const wanted = this.getAttribute("theme");
    const dark = wanted === "dark" || (wanted !== "light" && this.darkScheme.matches);
    this.toggleAttribute("data-dark", dark);
    this.theme = themeOf(this, dark);
    this.repaint();
  }

  private draw(): void {
    if (!this.isConnected) {
      return;
    }
    const missing = this.missing();
    if (missing > 0 && !this.paintsPartly) {
      return;
    }
    const pending = this.pending();
    if (pending) {
      pending.then(() => this.repaint(), (error) => this.complain(error));
      return;
    }
    const { size, areas } = this.layout(this.stage.width);
    this.areas = areas;
    this.contentSize = size;
    const focus = this.pointed;
    this.stage.show(size, areas, (area) => (focus?.area === area.name ? area.positionOf(focus.index) : -1));
    this.stage.element.hidden = !this.onStage;
    if (this.onStage) {
      const window = this.stage.window();
      this.paint(this.stage.surface(window), window);
    } else {
      this.arrange();
    }
    this.painted();
    this.controls.show({ state: this.chosen, stack: this.stack, layer: this.layer, dark: this.theme.dark, found: this.found() });
    this.readoutElement.replaceChildren(...this.readout());
    this.note.textContent = this.notes().join(" ");
    if (this.dataTable.open) {
      this.dataTable.show(this.table());
    }
    this.dataset["paints"] = String(++this.paints);
    if (missing === 0 && !this.hasAttribute("data-rendered")) {
      // The frame after the one that was drawn in is on screen.
      requestAnimationFrame(() => this.setAttribute("data-rendered", ""));
    }
  }

  /** Has heads decoded that are not yet; says how many are missing. */
  private missing(): number {
    const needs = this.needs();
    const missing = needs.filter(({ layer, head }) => !this.payload.decodedHead(layer, head));
    for (const { layer, head } of missing) {
      const load = this.payload.head(this.stack, layer, head);
      if (!this.awaited.has(load)) {
        this.awaited.add(load);
        load.then(() => this.repaint(), (error) => this.complain(error));
      }
    }
    if (missing.length > 0 && !this.paintsPartly) {
      this.readoutElement.textContent = this.messages.text("loading", { done: needs.length - missing.length, all: needs.length });
    }
    return missing.length;
  }

  private complain(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    this.readoutElement.replaceChildren(element("span", { className: "error" }, text));
  }

  /** The whole content for a file, or what is to be seen of it if it is very tall. */
  protected drawing(): Drawing {
    const { width, height } = this.contentSize;
    const box = height <= TALLEST ? { x: 0, y: 0, width, height } : this.stage.window();
    return { box, ground: this.theme.ground, paint: (surface, window) => this.paint(surface, window) };
  }

  private fileName(): string {
    const title = (this.getAttribute("heading") ?? "attention").replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60).replace(/^-|-$/g, "");
    return `${title || "attention"}-${this.chosen.kind}-layer-${this.chosen.layer}`;
  }
}
