import { element } from "../../shell/dom";
import { label } from "../../model/token-text";
import type { Side } from "../../model/mean";
import { AttentionTextView } from "../text/text-view";

/** What the payload's extra `steps` says: the row that each step's new token was read from, ascending. */
type Steps = readonly number[];

/** `<attention-generation-view>`: a text while it is being written, step by step, coloured by what each step looks at. */
export class AttentionGenerationView extends AttentionTextView {
  private slider!: HTMLInputElement;
  private count!: HTMLOutputElement;

  protected override prepared(): void {
    super.prepared();
    const { messages } = this;
    const button = (text: string, name: string, by: number) => {
      const created = element("button", { className: "plain", type: "button", title: name }, text);
      created.setAttribute("aria-label", name);
      created.addEventListener("click", () => this.go(this.step + by));
      return created;
    };
    const slider = element("input", { type: "range", name: "step", min: "0", step: "1" });
    slider.addEventListener("input", () => this.go(Number(slider.value)));
    this.slider = slider;
    this.count = element("output", { className: "number" });
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

  private get all(): Steps {
    return this.payload.extra<Record<string, Steps>>("steps")?.[this.stack.kind] ?? this.stack.queryTokens.map((_, row) => row);
  }

  /** The steps whose rows are shown; of several that write one word the last. */
  private get steps(): Steps {
    const { rows } = this.lens;
    const last = new Map<number, number>();
    this.all.forEach((row) => last.set(rows.positionOf(row), row));
    last.delete(-1);
    return [...last.values()];
  }

  /** Which of {@link steps} is shown. The state counts all of them, so that it outlasts filters. */
  private get step(): number {
    const { steps, all } = this;
    const chosen = Number(this.chosen.own["step"] ?? all.length - 1);
    const row = all[Math.max(0, Math.min(all.length - 1, Number.isInteger(chosen) ? chosen : all.length - 1))] ?? 0;
    const found = steps.findIndex((each) => each >= row);
    return found < 0 ? steps.length - 1 : found;
  }

  private go(step: number): void {
    const row = this.steps[Math.max(0, Math.min(this.steps.length - 1, step))] ?? 0;
    this.update({ own: { ...this.chosen.own, step: String(this.all.indexOf(row)) }, locked: null });
  }

  protected override get at() {
    return { side: "query" as const, position: this.lens.rows.positionOf(this.steps[this.step] ?? -1) };
  }

  /** A click on a token goes to the step that looked from it. */
  protected override picked(side: Side, token: number): void {
    const at = this.lens.rows.positionOf(token);
    const step = side === "query" ? this.steps.findIndex((row) => this.lens.rows.positionOf(row) === at) : -1;
    if (step >= 0) {
      this.go(step);
    }
  }

  protected override arrange(): void {
    super.arrange();
    const { steps, step, messages } = this;
    this.slider.max = String(Math.max(0, steps.length - 1));
    this.slider.value = String(Math.max(0, step));
    const row = steps[step] ?? 0;
    const next = this.stack.queryTokens[row + 1]?.text;
    const token = next === undefined ? "" : label(next.trim() || next);
    const text = messages.text(next === undefined ? "stepLast" : "stepWrites", { step: step + 1, count: steps.length, token });
    this.count.textContent = text;
    this.slider.setAttribute("aria-valuetext", text);
    this.panels.showFirst(row + 2);
    this.panels.write(row + 1);
  }

  protected override notes(): readonly string[] {
    return [this.messages.text("noteGeneration"), ...this.filterNotes()];
  }
}
