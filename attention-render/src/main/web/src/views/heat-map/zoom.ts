import { element } from "../../shell/dom";
import type { Messages } from "../../shell/messages";

const STEP = 1.5;
const MOST = 64;

/** The factor that a state holds; 1 shows everything. */
export function zoomOf(text: string | undefined): number {
  const factor = Number(text ?? 1);
  return Number.isFinite(factor) ? within(factor) : 1;
}

function within(factor: number): number {
  return Math.max(1, Math.min(MOST, factor));
}

/** Buttons, keys and the wheel that zoom into a stage. */
export class Zoom {
  readonly buttons = element("span", { className: "buttons" });

  /** `change` lays out anew with another factor; the point of the stage that is zoomed about stays where it is. */
  constructor(
    private readonly stage: HTMLElement,
    messages: Messages,
    private readonly factor: () => number,
    private readonly change: (factor: string) => void,
  ) {
    const button = (text: string, name: string, act: () => void) => {
      const created = element("button", { className: "plain", type: "button", title: name }, text);
      created.setAttribute("aria-label", name);
      created.addEventListener("click", act);
      return created;
    };
    this.buttons.setAttribute("role", "group");
    this.buttons.setAttribute("aria-label", messages.text("zoom"));
    this.buttons.append(
      button("\u2212", messages.text("zoomOut"), () => this.by(1 / STEP)),
      button("+", messages.text("zoomIn"), () => this.by(STEP)),
      button(messages.text("zoomFit"), messages.text("zoomFit"), () => this.by(0)),
    );
    stage.addEventListener("keydown", (event) => {
      const factors: Record<string, number> = { "+": STEP, "=": STEP, "-": 1 / STEP, "0": 0 };
      const factor = factors[event.key];
      if (factor !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        this.by(factor);
      }
    });
    // Pinching on a touchpad arrives as a wheel with the control key.
    stage.addEventListener("wheel", (event) => {
      if (event.ctrlKey) {
        event.preventDefault();
        const box = stage.getBoundingClientRect();
        const zoom = stage.currentCSSZoom ?? 1;
        this.by(Math.exp(-event.deltaY / 200), (event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom);
      }
    }, { passive: false });
  }

  /** Zooms by a factor about a point of the stage, by default its middle; 0 shows everything. */
  by(factor: number, x = this.stage.clientWidth / 2, y = this.stage.clientHeight / 2): void {
    const before = this.factor();
    // Links to a state need no more digits.
    const after = within(before * factor).toFixed(3).replace(/\.?0+$/, "");
    const ratio = Number(after) / before;
    const left = (this.stage.scrollLeft + x) * ratio - x;
    const top = (this.stage.scrollTop + y) * ratio - y;
    this.change(after);
    this.stage.scrollLeft = left;
    this.stage.scrollTop = top;
  }
}
