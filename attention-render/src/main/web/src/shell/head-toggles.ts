import { headColour } from "../draw/palette";
import { element } from "./dom";
import type { Messages } from "./messages";

/** A coloured switch per head: click toggles, double click isolates, and again brings all back. */
export class HeadToggles {
  readonly element = element("div", { className: "heads" });
  private on: ReadonlySet<number> = new Set();
  private beforeClick: ReadonlySet<number> = new Set();
  private shown = "";
  private readonly buttons = new Map<number, HTMLButtonElement>();

  constructor(
    private readonly messages: Messages,
    private readonly single: boolean,
    private readonly changed: (heads: readonly number[]) => void,
  ) {
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", single ? messages.text("head") : messages.text("headsHint"));
  }

  show(numbers: readonly number[], on: readonly number[], dark: boolean): void {
    this.on = new Set(on);
    const key = `${numbers.join()} ${dark}`;
    if (key !== this.shown) {
      this.shown = key;
      this.build(numbers, dark);
    }
    this.buttons.forEach((button, number) => button.setAttribute("aria-pressed", String(this.on.has(number))));
  }

  private build(numbers: readonly number[], dark: boolean): void {
    this.buttons.clear();
    for (const number of numbers) {
      const name = this.messages.text("headName", { head: number });
      const button = element("button", { className: "head", type: "button", title: name }, String(number));
      button.setAttribute("aria-label", name);
      button.style.setProperty("--colour", headColour(number, dark));
      button.style.setProperty("--on-colour", dark ? "#14161d" : "#ffffff");
      button.addEventListener("click", (event) => this.click(number, event));
      if (!this.single) {
        button.addEventListener("dblclick", () => this.isolate(number, numbers));
      }
      this.buttons.set(number, button);
    }
    const title = element("span", {}, this.messages.text(this.single ? "head" : "heads"));
    this.element.replaceChildren(title, ...this.buttons.values());
    if (!this.single) {
      this.element.append(this.several("all", numbers), this.several("none", []));
    }
  }

  private several(name: "all" | "none", numbers: readonly number[]): HTMLButtonElement {
    const button = element("button", { className: "plain", type: "button" }, this.messages.text(name));
    button.addEventListener("click", () => this.changed(numbers));
    return button;
  }

  private click(number: number, event: MouseEvent): void {
    if (this.single) {
      this.changed([number]);
    } else if (event.detail < 2) {
      this.beforeClick = this.on;
      const on = new Set(this.on);
      if (!on.delete(number)) {
        on.add(number);
      }
      this.changed([...on].sort((a, b) => a - b));
    }
  }

  private isolate(number: number, all: readonly number[]): void {
    const alone = this.beforeClick.size === 1 && this.beforeClick.has(number);
    this.changed(alone ? all : [number]);
  }
}
