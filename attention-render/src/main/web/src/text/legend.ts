import { element } from "../shell/dom";

/** What the colours of a text stand for: from nothing to the strongest weight. */
export class Legend {
  private readonly least = element("span", {}, "0");
  private readonly most = element("span");
  readonly element = element("div", { className: "legend" }, this.least, element("span", { className: "ramp" }), this.most);

  constructor() {
    this.element.setAttribute("aria-hidden", "true");
  }

  show(largest: number): void {
    this.most.textContent = largest.toFixed(3);
  }
}
