import { headColour } from "../draw/palette";
import { element } from "./dom";

/** A coloured switch per head: click toggles, double click isolates. */
export class HeadToggles {
  readonly element = element("div", { className: "heads" });
  private numbers: readonly number[] = [];
  private on = new Set<number>();
  private readonly buttons = new Map<number, HTMLButtonElement>();

  constructor(private readonly changed: (heads: ReadonlySet<number>) => void) {
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", "Heads; double click shows one alone");
  }

  show(numbers: readonly number[], on: ReadonlySet<number>, dark: boolean): void {
    this.numbers = numbers;
    this.on = new Set(on);
    this.buttons.clear();
    for (const number of numbers) {
      const button = element("button", { className: "head", type: "button", title: `Head ${number}` }, String(number));
      button.setAttribute("aria-label", `Head ${number}`);
      button.style.setProperty("--colour", headColour(number, dark));
      button.style.setProperty("--on-colour", dark ? "#14161d" : "#ffffff");
      button.addEventListener("click", (event) => event.detail < 2 && this.toggle(number));
      button.addEventListener("dblclick", () => this.set([number]));
      this.buttons.set(number, button);
    }
    const all = element("button", { className: "plain", type: "button" }, "All");
    all.addEventListener("click", () => this.set(this.numbers));
    const none = element("button", { className: "plain", type: "button" }, "None");
    none.addEventListener("click", () => this.set([]));
    this.element.replaceChildren(element("span", {}, "Heads"), ...this.buttons.values(), all, none);
    this.mark();
  }

  private toggle(number: number): void {
    if (!this.on.delete(number)) {
      this.on.add(number);
    }
    this.mark();
    this.changed(this.on);
  }

  private set(numbers: readonly number[]): void {
    this.on = new Set(numbers);
    this.mark();
    this.changed(this.on);
  }

  private mark(): void {
    this.buttons.forEach((button, number) => button.setAttribute("aria-pressed", String(this.on.has(number))));
  }
}
