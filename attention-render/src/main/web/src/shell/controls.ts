import type { Sentences, Special } from "../model/lens";
import type { Payload, Stack } from "../payload/payload";
import type { LayerHeader } from "../payload/format";
import { element } from "./dom";
import { tellingFilters, type Features, type FilterName } from "./features";
import { HeadToggles } from "./head-toggles";
import type { Hit } from "./hits";
import type { LabelName, Messages } from "./messages";
import { SearchBox } from "./search-box";
import type { ViewState } from "./view-state";

export interface Shown {
  readonly state: ViewState;
  readonly stack: Stack;
  readonly layer: LayerHeader;
  readonly dark: boolean;
  readonly hits: readonly Hit[];
}

const SENTENCES = { all: "sentencesAll", aa: "sentencesAA", ab: "sentencesAB", ba: "sentencesBA", bb: "sentencesBB" } as const;
const SPECIAL = { show: "specialShow", hide: "specialHide", renormalise: "specialRenormalise" } as const;
const MOST_TOP = 20;

/** The bar above a view. Views may append controls of their own to {@link main} and {@link options}. */
export class Controls {
  readonly element = element("div", { className: "controls" });
  readonly main = element("div", { className: "row" });
  readonly options = element("div", { className: "row" });
  private state: ViewState | null = null;
  private readonly updates: ((shown: Shown) => void)[] = [];

  constructor(
    payload: Payload,
    private readonly messages: Messages,
    features: Features,
    private readonly change: (patch: Partial<ViewState>) => void,
    seek: (hit: Hit) => void,
  ) {
    if (payload.stacks.length > 1) {
      this.main.append(this.choice("kind", payload.stacks.map((stack) => [stack.name, stackName(stack, messages)]), "kind", (kind) => ({ kind })));
    }
    if (features.layer) {
      this.main.append(this.layerChoice());
    }
    if (features.heads !== "none") {
      this.main.append(this.heads(features.heads === "one"));
    }
    if (features.search) {
      const search = new SearchBox(messages, (text) => change({ search: text }), seek);
      this.updates.push(({ state, hits }) => search.show(state.search, hits));
      this.main.append(search.element);
    }
    this.addFilters(tellingFilters(payload, features.filters));
    if (features.limits) {
      this.options.append(this.slider("threshold", 100, (value) => value / 100, (value) => value.toFixed(2)));
      this.options.append(this.slider("top", MOST_TOP, (value) => value, (value) => (value === 0 ? messages.text("topAll") : String(value))));
    }
    this.element.append(this.main);
    if (this.options.hasChildNodes()) {
      const summary = element("summary", {}, messages.text("options"));
      this.element.append(element("details", {}, summary, this.options));
    }
  }

  /** Brings every control up to date. */
  show(shown: Shown): void {
    this.state = shown.state;
    this.updates.forEach((update) => update(shown));
  }

  /** A choice among a few of a view's own, kept in {@link ViewState.own} under its name. */
  ownChoice(name: string, options: readonly (readonly [string, string])[], text: string): HTMLElement {
    const select = element("select", { name }, ...options.map(([value, shown]) => element("option", { value }, shown)));
    select.addEventListener("change", () => this.change({ own: { ...this.state?.own, [name]: select.value } }));
    this.updates.push(({ state }) => (select.value = state.own[name] ?? options[0]?.[0] ?? ""));
    return element("label", {}, text, select);
  }

  /** A slider of a view's own from 0 to 100, kept as {@link ownChoice} is. */
  ownRange(name: string, first: number, text: string): HTMLElement {
    const range = element("input", { type: "range", name, min: "0", max: "100" });
    range.addEventListener("input", () => this.change({ own: { ...this.state?.own, [name]: range.value } }));
    this.updates.push(({ state }) => (range.value = state.own[name] ?? String(first)));
    return element("label", {}, text, range);
  }

  private choice<K extends string>(
    name: keyof ViewState & LabelName,
    options: readonly (readonly [K, string])[],
    label: LabelName,
    patch: (value: K) => Partial<ViewState>,
  ): HTMLElement {
    const select = element("select", { name }, ...options.map(([value, text]) => element("option", { value }, text)));
    select.addEventListener("change", () => this.change(patch(select.value as K)));
    this.updates.push(({ state }) => (select.value = String(state[name])));
    return element("label", {}, this.messages.text(label), select);
  }

  private layerChoice(): HTMLElement {
    const select = element("select", { name: "layer" });
    select.addEventListener("change", () => this.change({ layer: Number(select.value) }));
    let kind = "";
    this.updates.push(({ state, stack }) => {
      if (kind !== stack.name) {
        kind = stack.name;
        select.replaceChildren(...stack.layers.map(({ number }) => element("option", { value: String(number) }, String(number))));
      }
      select.value = String(state.layer);
    });
    return element("label", {}, this.messages.text("layer"), select);
  }

  private heads(single: boolean): HTMLElement {
    const toggles = new HeadToggles(this.messages, single, (heads) => this.change({ heads }));
    this.updates.push(({ state, layer, dark }) => toggles.show(layer.heads, state.heads, dark));
    return toggles.element;
  }

  private addFilters(names: readonly FilterName[]): void {
    const { messages, options } = this;
    if (names.includes("sentences")) {
      const sentences = Object.entries(SENTENCES) as [Sentences, LabelName][];
      options.append(this.choice("sentences", sentences.map(([value, name]) => [value, messages.text(name)]), "sentences", (value) => ({ sentences: value })));
    }
    if (names.includes("special")) {
      const special = Object.entries(SPECIAL) as [Special, LabelName][];
      options.append(this.choice("special", special.map(([value, name]) => [value, messages.text(name)]), "special", (value) => ({ special: value })));
    }
    options.append(...(["words", "pieces"] as const).filter((name) => names.includes(name)).map((name) => this.checkbox(name)));
  }

  private checkbox(name: "words" | "pieces"): HTMLElement {
    const box = element("input", { type: "checkbox", name });
    box.addEventListener("change", () => this.change({ [name]: box.checked }));
    this.updates.push(({ state }) => (box.checked = state[name]));
    return element("label", {}, box, this.messages.text(name));
  }

  private slider(name: "threshold" | "top", steps: number, value: (position: number) => number, text: (value: number) => string): HTMLElement {
    const range = element("input", { type: "range", name, min: "0", max: String(steps), step: "1" });
    const output = element("output", { className: "number" });
    range.addEventListener("input", () => this.change({ [name]: value(Number(range.value)) }));
    this.updates.push(({ state }) => {
      range.value = String(Math.round(state[name] / value(1)));
      output.textContent = text(state[name]);
      range.setAttribute("aria-valuetext", text(state[name]));
    });
    return element("label", {}, this.messages.text(name), range, output);
  }
}

/** The kind in the reader's language, and what tells a further stack of the kind apart. */
export function stackName(stack: Stack, messages: Messages): string {
  return `${messages.text(stack.kind)}${stack.name.slice(stack.kind.length).replaceAll("-", " ")}`;
}
