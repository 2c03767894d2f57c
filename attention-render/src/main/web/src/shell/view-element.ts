import type { Surface } from "../draw/surface";
import { themeOf, type Theme } from "../draw/theme";
import { Lens, type ShownWeights } from "../model/lens";
import { drawn } from "../model/limits";
import type { LayerHeader } from "../payload/format";
import { Payload, type Stack } from "../payload/payload";
import type { Area, Box } from "./area";
import { settle } from "./choice";
import { Controls } from "./controls";
import type { TableContent } from "./data-table";
import { element } from "./dom";
import { TALLEST, type Drawing } from "./export";
import { filtersOf, type Features } from "./features";
import { Frame, textOf } from "./frame";
import { HeadLoader, type HeadReference } from "./head-loader";
import { hitsOf, type Hit } from "./hits";
import { stateInAddress } from "./link";
import { Messages } from "./messages";
import { filterNotes } from "./notes";
import { Stage, type Size, type StageListener } from "./stage";
import { styles } from "./styles";
import { firstState, formatState, parseState, type Focus, type ViewState } from "./view-state";

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
  private loader!: HeadLoader;
  private surroundings!: Frame;
  protected contentSize: Size = { width: 0, height: 0 };
  private scheduled = false;
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

  /** Scrolls to what the search has found. */
  protected seek(hit: Hit): void {
    this.stage.seek(hit);
  }

  // What a view uses ---------------------------------------------------------------------------------------------

  /** The weights of a decoded head between the shown rows and columns, or null while it is not decoded. */
  protected weightsOf({ layer, head }: HeadReference): ShownWeights | null {
    const decoded = this.payload.decodedHead(layer, head);
    return decoded && this.lens.apply(decoded);
  }

  /** The same, without what the threshold and the number of strongest weights leave out. */
  protected drawnOf(reference: HeadReference): ShownWeights | null {
    const weights = this.weightsOf(reference);
    return weights && drawn(weights, this.chosen);
  }

  /** The heads that are switched on, as far as they are decoded. */
  protected get shownHeads(): readonly { readonly number: number; readonly weights: ShownWeights }[] {
    return this.chosen.heads.flatMap((number) => {
      const weights = this.weightsOf({ layer: this.layer, head: number });
      return weights ? [{ number, weights }] : [];
    });
  }

  /** What is held, or else pointed at, as far as it is shown. */
  protected get pointed(): Focus | null {
    const shown = (focus: Focus | null) =>
      focus && [...this.areas, ...this.moreAreas].some((area) => area.name === focus.area && area.positionOf(focus.index) >= 0) ? focus : null;
    return shown(this.chosen.locked) ?? shown(this.hovered);
  }

  /** Sentences on what filters do to the numbers; every view that has filters says them. */
  protected filterNotes(): readonly string[] {
    const { filters, limits } = this.features();
    const { threshold, top } = limits ? this.chosen : { threshold: 0, top: 0 };
    const signed = this.needs().some(({ layer, head }) => this.payload.decodedHead(layer, head)?.signed);
    return filterNotes({ ...filtersOf(this.chosen, filters), threshold, top }, signed, this.payload.header.model, this.messages);
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
    root.replaceChildren(element("p", { className: "error", role: "alert" }, textOf(error)));
  }

  private async build(root: ShadowRoot): Promise<void> {
    const { header } = this.payload;
    this.messages = new Messages(header.labels);
    this.lensKey = "";
    this.hovered = null;
    this.controls = new Controls(this.payload, this.messages, this.features(), (patch) => this.update(patch), (hit) => this.seek(hit));
    this.stage = new Stage(this.listener);
    this.loader = new HeadLoader(this.payload, () => this.repaint(), (error) => this.complain(error));
    this.surroundings = new Frame(this, this.messages, this.frameSource());
    root.replaceChildren(...this.surroundings.parts(header.opening.reason, this.controls.element, this.stage.element));
    this.applyTheme();
    this.choose(parseState(this.getAttribute("state") ?? "", firstState(header.opening)));
    this.applyAddress();
    await this.prepared(root);
    this.resized.observe(this);
    this.repaint();
  }

  private frameSource() {
    const view = this;
    return {
      get state() { return view.state; },
      get fileName() { return view.fileName(); },
      drawing: () => this.drawing(),
      repaint: () => this.repaint(),
    };
  }

  // State --------------------------------------------------------------------------------------------------------

  private choose(wanted: ViewState): void {
    const { state, stack, layer } = settle(wanted, this.payload, this.chosen);
    this.chosen = state;
    this.stack = stack;
    this.layer = layer;
    const filters = filtersOf(state, this.features().filters);
    const key = [state.kind, filters.sentences, filters.words, filters.special, filters.pieces].join();
    if (key !== this.lensKey) {
      this.lensKey = key;
      this.lens = new Lens(stack, filters);
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
    // Before anything that may fail: what is chosen is said in any case.
    const hits = hitsOf(this.chosen.search, this.lens, this.stack);
    this.controls.show({ state: this.chosen, stack: this.stack, layer: this.layer, dark: this.theme.dark, hits });
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
    this.surroundings.show(this.readout(), this.notes(), () => this.table());
    this.dataset["paints"] = String(++this.paints);
    if (missing === 0 && !this.hasAttribute("data-rendered")) {
      // The frame after the one that was drawn in is on screen.
      requestAnimationFrame(() => this.setAttribute("data-rendered", ""));
    }
  }

  /** Has heads decoded that are not yet; says how many are missing. */
  private missing(): number {
    const needs = this.needs();
    const missing = this.loader.missing(this.stack, needs);
    if (missing > 0 && !this.paintsPartly) {
      this.surroundings.say(this.messages.text("loading", { done: needs.length - missing, all: needs.length }));
    }
    return missing;
  }

  /** Says what went wrong; what was drawn before would not be what is chosen. */
  private complain(error: unknown): void {
    this.stage.element.hidden = true;
    this.surroundings.complain(error);
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
