import type { TokenHeader } from "../payload/format";
import { element } from "./dom";
import { label } from "./token-text";

export type Side = "query" | "key";

interface Listener {
  hover(side: Side, index: number | null): void;
  lock(side: Side, index: number): void;
}

/** One column of tokens: a list to point at, click, or walk through with the arrow keys. */
export class TokenColumn {
  readonly element: HTMLUListElement;
  private readonly items: HTMLLIElement[];
  private selected = -1;

  constructor(side: Side, tokens: readonly TokenHeader[], caption: string, listener: Listener) {
    this.items = tokens.map((token, index) => {
      const shown = label(token.text);
      const item = element("li", { className: token.special ? "token special" : "token", tabIndex: index === 0 ? 0 : -1 }, shown);
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      if (shown !== token.text) {
        item.title = label(token.piece);
      }
      item.dir = "auto";
      return item;
    });
    this.element = element("ul", { className: `tokens ${side}` }, ...this.items);
    this.element.setAttribute("role", "listbox");
    this.element.setAttribute("aria-label", caption);
    this.element.addEventListener("pointermove", (event) => {
      const index = this.indexOf(event.target);
      if (index !== null) {
        listener.hover(side, index);
      }
    });
    this.element.addEventListener("pointerleave", () => listener.hover(side, null));
    this.element.addEventListener("click", (event) => {
      const index = this.indexOf(event.target);
      if (index !== null) {
        listener.lock(side, index);
      }
    });
    this.element.addEventListener("focusin", (event) => {
      const index = this.indexOf(event.target);
      if (index !== null && (event.target as HTMLElement).matches(":focus-visible")) {
        listener.hover(side, index);
      }
    });
    this.element.addEventListener("focusout", () => listener.hover(side, null));
    this.element.addEventListener("keydown", (event) => this.walk(event, listener, side));
  }

  /** Marks the token that is looked from or at; -1 for none. */
  select(index: number, locked: boolean): void {
    if (this.selected >= 0) {
      this.items[this.selected]?.setAttribute("aria-selected", "false");
      this.items[this.selected]?.classList.remove("locked");
    }
    this.selected = index;
    this.items[index]?.setAttribute("aria-selected", "true");
    this.items[index]?.classList.toggle("locked", locked);
  }

  private indexOf(target: EventTarget | null): number | null {
    const index = this.items.indexOf(target as HTMLLIElement);
    return index < 0 ? null : index;
  }

  private walk(event: KeyboardEvent, listener: Listener, side: Side): void {
    const at = this.indexOf(event.target);
    if (at === null) {
      return;
    }
    const last = this.items.length - 1;
    const steps: Record<string, number> = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      (this.items[at] as HTMLLIElement).tabIndex = -1;
      (this.items[next] as HTMLLIElement).tabIndex = 0;
      this.items[next]?.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      listener.lock(side, at);
    }
  }
}
