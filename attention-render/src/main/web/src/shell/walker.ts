import { step, type Area } from "./area";
import { element } from "./dom";

export interface WalkListener {
  /** The keyboard has come to a thing, or left. */
  reach(area: Area, position: number | null): void;
  hold(area: Area, position: number): void;
}

let count = 0;

/**
 * An area as a screen reader and the keyboard meet it: a list box over the drawing that holds no more than the one
 * option that is active, so that thousands of tokens cost no more than ten.
 */
export class Walker {
  readonly element = element("div", { className: "area", tabIndex: 0 });
  private readonly option = element("div", { className: "option", id: `option-${++count}` });
  private area: Area | null = null;
  private at = 0;

  constructor(private readonly listener: WalkListener, private readonly reveal: (area: Area, position: number) => void) {
    this.element.setAttribute("role", "listbox");
    this.option.setAttribute("role", "option");
    this.element.setAttribute("aria-activedescendant", this.option.id);
    this.element.append(this.option);
    this.element.addEventListener("keydown", (event) => this.walk(event));
    this.element.addEventListener("focus", () => {
      if (this.element.matches(":focus-visible")) {
        this.go(this.at);
      }
    });
    this.element.addEventListener("blur", () => this.area && listener.reach(this.area, null));
  }

  show(area: Area, selected: number): void {
    this.area = area;
    this.at = Math.max(0, Math.min(selected >= 0 ? selected : this.at, area.count - 1));
    this.element.dataset["area"] = area.name;
    this.element.dataset["count"] = String(area.count);
    this.element.dataset["columns"] = String(area.columns);
    this.element.setAttribute("aria-label", area.label);
    place(this.element, area.bounds.x, area.bounds.y, area.bounds.width, area.bounds.height);
    this.element.hidden = area.count === 0;
    if (area.count > 0) {
      const box = area.box(this.at);
      place(this.option, box.x - area.bounds.x, box.y - area.bounds.y, box.width, box.height);
      this.option.textContent = area.option(this.at);
      this.option.setAttribute("aria-setsize", String(area.count));
      this.option.setAttribute("aria-posinset", String(this.at + 1));
      this.option.setAttribute("aria-selected", String(this.at === selected));
    }
  }

  private walk(event: KeyboardEvent): void {
    if (!this.area || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const next = step(event.key, this.at, this.area);
    if (next !== null) {
      event.preventDefault();
      this.go(next);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.listener.hold(this.area, this.at);
    }
  }

  private go(position: number): void {
    if (this.area && this.area.count > 0) {
      this.at = position;
      this.reveal(this.area, position);
      this.listener.reach(this.area, position);
    }
  }
}

function place(target: HTMLElement, x: number, y: number, width: number, height: number): void {
  target.style.transform = `translate(${x}px, ${y}px)`;
  target.style.width = `${width}px`;
  target.style.height = `${height}px`;
}
