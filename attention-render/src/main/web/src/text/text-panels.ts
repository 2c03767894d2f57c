import type { Payload, Stack } from "../payload/payload";
import { element } from "../shell/dom";
import type { Hit } from "../shell/hits";
import type { Messages } from "../shell/messages";
import { TextPanel, type Strengths } from "./text-panel";
import type { Axis } from "../model/axis";
import type { Lens } from "../model/lens";
import type { Side } from "../model/mean";
import type { Place, SideText } from "./runs";

/** What the payload's extra `text` says of one stack. */
interface StackText {
  readonly kind: string;
  readonly queries: SideText;
  readonly keys: SideText;
}

interface Listener {
  hover(side: Side, token: number | null): void;
  choose(side: Side, token: number): void;
}

/** The text or texts of a stack: one where tokens look at their own text, two where they look at another. */
export class TextPanels {
  readonly element = element("div", { className: "texts" });
  private stack: Stack | null = null;
  private queries!: TextPanel;
  private keys!: TextPanel;

  constructor(private readonly payload: Payload, private readonly messages: Messages, private readonly listener: Listener) {}

  /** Whether rows and columns are the same text. */
  get own(): boolean {
    return this.queries === this.keys;
  }

  show(stack: Stack): void {
    if (this.stack === stack) {
      return;
    }
    this.stack = stack;
    const text = this.payload.extra<readonly StackText[]>("text")?.find((each) => each.kind === stack.kind && fits(each, stack));
    const panel = (side: Side, caption: string) => {
      const tokens = side === "query" ? stack.queryTokens : stack.keyTokens;
      const given = side === "query" ? text?.queries : text?.keys;
      return new TextPanel(caption, given ?? spaced(tokens.map((token) => token.text)), tokens, {
        hover: (token) => this.listener.hover(side, token),
        choose: (token) => this.listener.choose(side, token),
      });
    };
    const { messages } = this;
    if (stack.kind === "cross") {
      this.queries = panel("query", messages.text("textQuery"));
      this.keys = panel("key", messages.text("textKey"));
      this.element.replaceChildren(
        element("div", { className: "caption" }, messages.text("textQuery")), this.queries.element,
        element("div", { className: "caption" }, messages.text("textKey")), this.keys.element,
      );
    } else {
      this.queries = panel("query", messages.text("textOwn"));
      this.keys = this.queries;
      this.element.replaceChildren(this.queries.element);
    }
  }

  /** Colours one side and takes the colour from the other. */
  colour(side: Side, strengths: Strengths, lens: Lens): void {
    if (!this.own) {
      (side === "query" ? this.keys : this.queries).colour(null, lens.columns);
    }
    (side === "query" ? this.queries : this.keys).colour(strengths, side === "query" ? lens.rows : lens.columns);
  }

  /** Marks the chosen tokens. */
  mark(side: Side, tokens: readonly number[], held: boolean): void {
    if (!this.own) {
      (side === "query" ? this.keys : this.queries).mark([], false);
    }
    (side === "query" ? this.queries : this.keys).mark(tokens, held);
  }

  /** Shows what filters leave, and marks what was searched for. */
  filter({ rows, columns }: Lens, search: string): void {
    const among = (...axes: readonly Axis[]) => [
      (token: number) => axes.some((axis) => axis.positionOf(token) >= 0),
      (token: number) => axes.some((axis) => axis.find(search).has(axis.positionOf(token))),
    ] as const;
    if (this.own) {
      this.queries.filter(...among(rows, columns));
    } else {
      this.queries.filter(...among(rows));
      this.keys.filter(...among(columns));
    }
  }

  /** Scrolls to what a search has found. */
  seek({ query, key }: Hit): void {
    const span = !this.stack ? undefined : query >= 0 ? this.queries.spanOf(query) : this.keys.spanOf(key);
    const box = span?.getBoundingClientRect();
    const sight = this.element.getBoundingClientRect();
    if (box && (box.top < sight.top || box.bottom > sight.bottom)) {
      this.element.scrollTop += box.top - sight.top - (sight.height - box.height) / 2;
    }
  }

  /** Marks the token that is being written; beyond the last there is none. */
  write(token: number): void {
    this.queries.write(token);
  }

  /** Shows only the first tokens of the text that looks. */
  showFirst(count: number): void {
    this.queries.showFirst(count);
  }
}

/** Where nothing is known of the text, its tokens with a space between. */
function spaced(texts: readonly string[]): SideText {
  let at = 0;
  const places: Place[] = texts.map((text) => {
    const start = at;
    at += text.length + 1;
    return [0, start, start + text.length];
  });
  return { paragraphs: [texts.join(" ")], places };
}

/** Whether places were given for these tokens: a further stack of a kind has others. */
function fits(text: StackText, stack: Stack): boolean {
  return text.queries.places.length === stack.queryTokens.length && text.keys.places.length === stack.keyTokens.length;
}
