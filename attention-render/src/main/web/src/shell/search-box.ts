import { element } from "./dom";
import type { Hit } from "./hits";
import type { Messages } from "./messages";

/** What is searched for and how often it was found; leads to the first, and with Enter and Shift+Enter on and back. */
export class SearchBox {
  readonly element: HTMLElement;
  private readonly input = element("input", { type: "search", name: "search", autocomplete: "off" });
  private readonly count = element("output", { className: "soft" });
  private search = "";
  private hits: readonly Hit[] = [];
  private at = 0;

  constructor(private readonly messages: Messages, change: (search: string) => void, private readonly seek: (hit: Hit) => void) {
    const { input } = this;
    input.addEventListener("input", () => change(input.value));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        this.go(this.at + (event.shiftKey ? -1 : 1));
      }
    });
    this.element = element("label", {}, messages.text("search"), input, this.count);
  }

  show(search: string, hits: readonly Hit[]): void {
    this.hits = hits;
    // While somebody types, the cursor stays where it is.
    if (this.input.value !== search) {
      this.input.value = search;
    }
    this.count.textContent = search ? this.messages.text("searchFound", { count: hits.length }) : "";
    if (this.search !== search) {
      this.search = search;
      this.go(0);
    }
  }

  /** Behind the last comes the first. */
  private go(at: number): void {
    const { length } = this.hits;
    this.at = length === 0 ? 0 : (at + length) % length;
    const hit = this.hits[this.at];
    if (hit) {
      this.seek(hit);
    }
  }
}
