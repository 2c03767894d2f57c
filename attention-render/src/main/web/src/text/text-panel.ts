import { element } from "../shell/dom";
import type { Axis } from "../model/axis";
import { label } from "../model/token-text";
import type { TokenInfo } from "../payload/payload";
import { runs, type SideText } from "./runs";
import { spell } from "./spell";

/** How strongly each item of an axis is coloured, 0 to 1. */
export type Strengths = ArrayLike<number> | null;

interface Listener {
  hover(token: number | null): void;
  choose(token: number): void;
}

/**
 * A text as one reads it, in real text nodes, so that wrapping, direction and joined scripts are the browser's own;
 * each token's stretch can be pointed at, clicked, walked to with the arrow keys, and coloured.
 */
export class TextPanel {
  readonly element: HTMLElement;
  /** The spans of each token: several where its text spans an edge of another, none where it is shown elsewhere. */
  private readonly spans: HTMLElement[][];
  private readonly stops: HTMLElement[] = [];
  private readonly tokensOf = new Map<Element, readonly number[]>();
  private chosen: readonly HTMLElement[] = [];
  private length: number;

  constructor(caption: string, side: SideText, private readonly tokens: readonly TokenInfo[], listener: Listener) {
    this.spans = tokens.map(() => []);
    this.length = tokens.length;
    this.element = element("div", { className: "text-panel" }, ...this.paragraphs(side));
    this.element.setAttribute("role", "listbox");
    this.element.setAttribute("aria-label", caption);
    if (this.stops[0]) {
      this.stops[0].tabIndex = 0;
    }
    this.element.addEventListener("pointermove", (event) => listener.hover(this.tokenAt(event.target)));
    this.element.addEventListener("pointerleave", () => listener.hover(null));
    this.element.addEventListener("click", (event) => {
      const token = this.tokenAt(event.target);
      if (token !== null) {
        listener.choose(token);
      }
    });
    this.element.addEventListener("focusin", (event) => {
      if ((event.target as HTMLElement).matches(":focus-visible")) {
        listener.hover(this.tokenAt(event.target));
      }
    });
    this.element.addEventListener("focusout", () => listener.hover(null));
    this.element.addEventListener("keydown", (event) => this.walk(event, listener));
  }

  /** Where a token's text begins. */
  spanOf(token: number): Element | undefined {
    return this.spans[token]?.[0];
  }

  /** Marks the tokens that look or are looked at. */
  mark(tokens: readonly number[], held: boolean): void {
    for (const span of this.chosen) {
      span.setAttribute("aria-selected", "false");
      span.classList.remove("held");
    }
    this.chosen = tokens.flatMap((token) => this.spans[token] ?? []);
    for (const span of this.chosen) {
      span.setAttribute("aria-selected", "true");
      span.classList.toggle("held", held);
    }
  }

  /** Colours the text; a stretch that several items cover shows their sum. */
  colour(strengths: Strengths, axis: Axis): void {
    for (const [span, covering] of this.tokensOf) {
      let strength = 0;
      for (const item of new Set(covering.map((token) => axis.positionOf(token)))) {
        strength += strengths?.[item] ?? 0;
      }
      (span as HTMLElement).style.setProperty("--strength", `${Math.round(Math.max(0, Math.min(1, strength)) * 100)}%`);
    }
  }

  /** Shows what filters leave, and marks what was searched for; both by token. */
  filter(shown: (token: number) => boolean, found: (token: number) => boolean): void {
    for (const [span, covering] of this.tokensOf) {
      const left = !covering.some(shown);
      span.classList.toggle("left-out", left);
      span.setAttribute("aria-disabled", String(left));
      span.classList.toggle("found", covering.some(found));
    }
    // The way in must not be through what is not there.
    if (!this.stops.some((stop) => stop.tabIndex === 0 && reachable(stop))) {
      this.stops.forEach((stop) => (stop.tabIndex = -1));
      const first = this.stops.find(reachable);
      if (first) {
        first.tabIndex = 0;
      }
    }
  }

  /** Marks the token that is being written. */
  write(token: number): void {
    this.spans.forEach((spans, each) => spans.forEach((span) => span.classList.toggle("writing", each === token)));
  }

  /** Shows only the first tokens, as a text that is being written. */
  showFirst(count: number): void {
    if (count === this.length) {
      return;
    }
    this.length = count;
    for (const [span, covering] of this.tokensOf) {
      span.classList.toggle("unwritten", covering.every((token) => token >= count));
    }
  }

  private paragraphs(side: SideText): HTMLElement[] {
    const loose = this.looseTokens(side);
    const chips = (where: string) => (loose.get(where) ?? []).map((token) => this.chip(token));
    const first = () => element("div", { className: "paragraph", dir: "auto" });
    // Each line is a paragraph to the eye, with a direction of its own.
    const lines: HTMLElement[] = [];
    let line = first();
    line.append(...chips(""));
    for (const paragraph of runs(side)) {
      for (const run of paragraph) {
        if (run.tokens.length > 0) {
          const bare = run.text.trim() === "" && run.text.includes("\n");
          line.append(this.stop(bare ? "\u23ce" : spell(run.text), run.tokens, "piece"), ...chips(`${Math.max(...run.tokens)}`));
        }
        if (run.text.includes("\n") && (run.tokens.length === 0 || run.text.trim() === "")) {
          lines.push(line);
          line = first();
        } else if (run.tokens.length === 0) {
          line.append(spell(run.text));
        }
      }
      lines.push(line);
      line = first();
    }
    return lines.length > 0 ? lines : [line];
  }

  /** Tokens that cover no text, each behind the token before it, or at the beginning. */
  private looseTokens(side: SideText): Map<string, number[]> {
    const loose = new Map<string, number[]>();
    let where = "";
    side.places.forEach((place, token) => {
      if (place && place[2] > place[1]) {
        where = `${token}`;
      } else {
        loose.set(where, [...(loose.get(where) ?? []), token]);
      }
    });
    return loose;
  }

  private chip(token: number): HTMLElement {
    const chip = this.stop(label(this.tokens[token]?.text ?? ""), [token], "chip");
    // With a direction of its own it does not decide that of the line.
    chip.dir = "auto";
    return chip;
  }

  private stop(text: string, covering: readonly number[], className: string): HTMLElement {
    const span = element("span", { className, tabIndex: -1 }, text);
    span.setAttribute("role", "option");
    span.setAttribute("aria-selected", "false");
    if (text.trim() === "") {
      span.setAttribute("aria-label", label(text));
    }
    this.tokensOf.set(span, covering);
    this.stops.push(span);
    covering.forEach((token) => this.spans[token]?.push(span));
    return span;
  }

  private tokenAt(target: EventTarget | null): number | null {
    const span = target as Element;
    return span.classList.contains("left-out") ? null : this.tokensOf.get(span)?.[0] ?? null;
  }

  private walk(event: KeyboardEvent, listener: Listener): void {
    const at = this.stops.indexOf(event.target as HTMLElement);
    if (at < 0) {
      return;
    }
    const stop = this.stops[at] as HTMLElement;
    // Left is forward where the text runs from right to left.
    const forward = getComputedStyle(stop.parentElement ?? stop).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const written = this.stops.filter(reachable);
    const place = written.indexOf(stop);
    const steps: Record<string, number> = {
      [forward]: place + 1, [backward]: place - 1, ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: written.length - 1,
    };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const target = written[Math.max(0, Math.min(written.length - 1, next))];
      if (target) {
        this.stops.forEach((each) => (each.tabIndex = -1));
        target.tabIndex = 0;
        target.focus();
      }
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      const token = this.tokenAt(stop);
      if (token !== null) {
        listener.choose(token);
      }
    }
  }
}

function reachable({ classList }: Element): boolean {
  return !classList.contains("unwritten") && !classList.contains("left-out");
}
