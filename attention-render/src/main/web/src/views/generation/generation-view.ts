import { element } from "../../shell/dom";
import { AttentionTextView } from "../text/text-view";
import type { Side } from "../../text/text-panels";

/** What the payload's extra `steps` says: the row that each step's new token was read from, ascending. */
type Steps = readonly number[];

/** `<attention-generation-view>`: a text while it is being written, step by step, coloured by what each step looks at. */
export class AttentionGenerationView extends AttentionTextView {
  private readonly slider = element("input", { type: "range", name: "step", min: "0", step: "1" });
  private readonly count = element("output", { className: "number" });

  protected override prepared(): void {
    super.prepared();
    const { messages, slider } = this;
    const button = (text: string, name: string, by: number) => {
      const created = element("button", { className: "plain", type: "button", title: name }, text);
      created.setAttribute("aria-label", name);
      created.addEventListener("click", () => this.go(this.step + by));
      return created;
    };
    slider.addEventListener("input", () => this.go(Number(slider.value)));
    this.panels.element.before(element(
      "div", { className: "row steps" },
      button("\u2039", messages.text("stepBack"), -1),
      element("label", {}, messages.text("step"), slider),
      button("\u203a", messages.text("stepOn"), 1),
      this.count,
    ));
  }

  /** A step looks; it is not asked who looks at it. */
  protected override get sides(): boolean {
    return false;
  }

  private get steps(): Steps {
    return this.payload.extra<Record<string, Steps>>("steps")?.[this.stack.kind] ?? this.stack.queryTokens.map((_, row) => row);
  }

  private get step(): number {
    const last = this.steps.length - 1;
    const chosen = Number(this.chosen.own["step"] ?? last);
    return Math.max(0, Math.min(last, Number.isInteger(chosen) ? chosen : last));
  }

  private go(step: number): void {
    this.update({ own: { ...this.chosen.own, step: String(Math.max(0, Math.min(this.steps.length - 1, step))) }, locked: null });
  }

  protected override get token(): { readonly side: Side; readonly token: number } {
    return { side: "query", token: this.steps[this.step] ?? 0 };
  }

  /** A click on a token goes to the step that looked from it. */
  protected override picked(side: Side, token: number): void {
    const step = side === "query" ? this.steps.indexOf(token) : -1;
    if (step >= 0) {
      this.go(step);
    }
  }

  protected override arrange(): void {
    super.arrange();
    const { steps, step, messages } = this;
    this.slider.max = String(steps.length - 1);
    this.slider.value = String(step);
    const row = steps[step] ?? 0;
    const next = this.stack.queryTokens[row + 1];
    const text = messages.text(next ? "stepWrites" : "stepLast", { step: step + 1, count: steps.length, token: next?.text.trim() ?? "" });
    this.count.textContent = text;
    this.slider.setAttribute("aria-valuetext", text);
    this.panels.showFirst(row + 2);
    this.panels.write(row + 1);
  }

  protected override notes(): readonly string[] {
    return [this.messages.text("noteGeneration"), this.messages.text("noteBits")];
  }
}
