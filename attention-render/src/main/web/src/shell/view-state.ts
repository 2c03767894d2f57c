import type { Filters, Sentences, Special } from "../model/lens";
import type { Opening } from "../payload/format";

/** A token or another thing that is pointed at: which of a view's areas, and the thing's own number in it. */
export interface Focus {
  readonly area: string;
  readonly index: number;
}

/** All that a reader can choose, apart from what the pointer hovers over. */
export interface ViewState extends Filters {
  readonly kind: string;
  readonly layer: number;
  readonly heads: readonly number[];
  /** What a click holds. */
  readonly locked: Focus | null;
  /** Smaller weights are not drawn. */
  readonly threshold: number;
  /** How many of the strongest weights of each row are drawn; 0 for all. */
  readonly top: number;
  readonly search: string;
  /** What only one kind of view knows. */
  readonly own: Readonly<Record<string, string>>;
}

const OWN = "x-";

/** What is shown before anybody has chosen. */
export function firstState({ stack, layer, heads }: Opening): ViewState {
  return {
    kind: stack, layer, heads, locked: null, sentences: "all", words: false, special: "show", pieces: false,
    threshold: 0, top: 0, search: "", own: {},
  };
}

/** A state as text for a link, such as `kind=encoder&layer=2&heads=3.5`. What is as at first is left out. */
export function formatState(state: ViewState): string {
  const text = new URLSearchParams();
  text.set("kind", state.kind);
  text.set("layer", String(state.layer));
  text.set("heads", state.heads.join("."));
  if (state.locked) {
    text.set("token", `${state.locked.area}.${state.locked.index}`);
  }
  if (state.sentences !== "all") {
    text.set("sentences", state.sentences);
  }
  if (state.special !== "show") {
    text.set("special", state.special);
  }
  for (const name of ["words", "pieces"] as const) {
    if (state[name]) {
      text.set(name, "1");
    }
  }
  for (const name of ["threshold", "top"] as const) {
    if (state[name] > 0) {
      text.set(name, String(state[name]));
    }
  }
  if (state.search) {
    text.set("search", state.search);
  }
  Object.entries(state.own).forEach(([name, value]) => text.set(OWN + name, value));
  return text.toString();
}

/** The state that a text stands for; what it does not say, or says wrongly, stays as in `base`. */
export function parseState(text: string, base: ViewState): ViewState {
  const given = new URLSearchParams(text);
  const own = { ...base.own };
  given.forEach((value, name) => {
    if (name.startsWith(OWN)) {
      own[name.slice(OWN.length)] = value;
    }
  });
  const heads = given.get("heads");
  const token = given.get("token")?.match(/^([a-z]+)\.(\d{1,7})$/);
  return {
    kind: given.get("kind") ?? base.kind,
    layer: number(given.get("layer"), base.layer),
    heads: heads === null ? base.heads : heads.split(".").filter((each) => /^\d{1,6}$/.test(each)).map(Number),
    locked: token ? { area: token[1] as string, index: Number(token[2]) } : base.locked,
    sentences: among<Sentences>(given.get("sentences"), ["all", "aa", "ab", "ba", "bb"], base.sentences),
    special: among<Special>(given.get("special"), ["show", "hide", "renormalise"], base.special),
    words: given.has("words") ? given.get("words") === "1" : base.words,
    pieces: given.has("pieces") ? given.get("pieces") === "1" : base.pieces,
    threshold: Math.min(1, number(given.get("threshold"), base.threshold)),
    top: number(given.get("top"), base.top),
    search: given.get("search") ?? base.search,
    own,
  };
}

function number(text: string | null, otherwise: number): number {
  const value = text === null || text === "" ? NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : otherwise;
}

function among<T extends string>(text: string | null, allowed: readonly T[], otherwise: T): T {
  return allowed.find((each) => each === text) ?? otherwise;
}
