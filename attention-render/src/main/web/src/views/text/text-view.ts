import type { Surface } from "../../draw/surface";
import { label } from "../../model/token-text";
import type { HeadWeights } from "../../payload/head-weights";
import type { Features } from "../../shell/controls";
import type { TableContent } from "../../shell/data-table";
import { element } from "../../shell/dom";
import { AttentionView } from "../../shell/view-element";
import { paintText, sizeOfText } from "../../text/paint-text";
import { TextPanels, type Side } from "../../text/text-panels";
import { Legend } from "../../text/legend";
import { tellingQuery } from "../telling";
import { bound, numberSpan, strongest } from "../words";

/** `<attention-text-view>`: the text itself, coloured by what the chosen token looks at, or by who looks at it. */
export class AttentionTextView extends AttentionView {
  protected panels!: TextPanels;
  private readonly legend = new Legend();
  private current: { readonly side: Side; readonly token: number } | null = null;
  private currentOf = "";

  protected features(): Features {
    return { layer: true, heads: "many", filters: false, limits: false, search: false };
  }

  /** The text is laid out by the browser, not drawn. */
  protected override get onStage(): boolean {
    return false;
  }

  protected override prepared(): void {
    this.panels = new TextPanels(this.payload, this.messages, {
      hover: (side, token) => this.hover(token === null ? null : { area: side, index: token }),
      choose: (side, token) => this.picked(side, token),
    });
    this.stage.element.before(this.panels.element, this.legend.element);
    const side = element("select", { name: "side" },
      element("option", { value: "looks" }, this.messages.text("sideLooks")),
      element("option", { value: "seen" }, this.messages.text("sideSeen")));
    side.value = this.seen ? "seen" : "looks";
    side.addEventListener("change", () => this.update({ own: { ...this.chosen.own, side: side.value } }));
    if (this.sides) {
      this.controls.main.append(element("label", {}, this.messages.text("side"), side));
    }
  }

  /** Whether it can be asked who looks at a token. */
  protected get sides(): boolean {
    return this.payload.stacks.some((stack) => stack.kind !== "cross");
  }

  /** A click on a token holds it. */
  protected picked(side: Side, token: number): void {
    const { locked } = this.chosen;
    this.update({ locked: locked?.area === side && locked.index === token ? null : { area: side, index: token } });
  }

  /** Whether a token of a text that looks at itself is asked who looks at it. */
  private get seen(): boolean {
    return this.chosen.own["side"] === "seen";
  }

  protected get heads(): readonly HeadWeights[] {
    return this.needs().flatMap(({ layer, head }) => this.payload.decodedHead(layer, head) ?? []);
  }

  /** The token that is held, or pointed at, or was before. */
  protected get token(): { readonly side: Side; readonly token: number } {
    const focus = this.chosen.locked ?? this.hovered;
    const heads = this.heads;
    if (this.currentOf !== this.stack.kind || !this.current) {
      this.currentOf = this.stack.kind;
      this.current = { side: "query", token: heads[0] ? tellingQuery(this.stack, heads[0]) : 0 };
    }
    if (focus && (focus.area === "query" || focus.area === "key")) {
      const count = focus.area === "query" ? this.stack.queryTokens.length : this.stack.keyTokens.length;
      if (focus.index < count) {
        this.current = { side: focus.area, token: focus.index };
      }
    }
    const side = this.panels.own ? (this.seen ? "key" : "query") : this.current.side;
    return { side, token: this.current.token };
  }

  /** Mean over the shown heads of the weights between the chosen token and every token of the other side. */
  protected strengths(): { readonly weights: Float32Array; bound(index: number): number } {
    const { side, token } = this.token;
    const heads = this.heads;
    const weights = new Float32Array(side === "query" ? this.stack.keyTokens.length : this.stack.queryTokens.length);
    const query = (index: number) => (side === "query" ? token : index);
    for (const head of heads) {
      for (let i = 0; i < weights.length; i++) {
        weights[i] = (weights[i] as number) + head.weight(query(i), side === "query" ? i : token) / heads.length;
      }
    }
    return {
      weights,
      bound: (index) => heads.reduce((sum, head) => sum + head.errorBound(query(index)) / heads.length, 0),
    };
  }

  protected layout() {
    this.panels.show(this.stack);
    return { size: sizeOfText(this.panels.element), areas: [] };
  }

  /** Brings the text up to date; it is the browser that draws it. */
  protected override arrange(): void {
    const { side, token } = this.token;
    const { weights } = this.strengths();
    const looked = side === "query" ? this.stack.keyTokens : this.stack.queryTokens;
    let largest = 0;
    weights.forEach((weight, i) => (largest = looked[i]?.special ? largest : Math.max(largest, weight)));
    this.panels.mark(side === "query" || this.panels.own ? "query" : "key", token, this.chosen.locked !== null);
    this.panels.colour(side === "query" ? "key" : "query", largest > 0 ? weights.map((weight) => weight / largest) : null);
    this.legend.show(largest);
  }

  protected paint(surface: Surface): void {
    paintText(surface, this.panels.element, this.theme);
  }

  protected readout(): readonly (Node | string)[] {
    if (this.heads.length === 0) {
      return [this.messages.text("noHead")];
    }
    const { messages, stack } = this;
    const { side, token } = this.token;
    const own = side === "query" ? stack.queryTokens : stack.keyTokens;
    const others = side === "query" ? stack.keyTokens : stack.queryTokens;
    const heads = this.heads.length === 1
      ? messages.text("oneHead", { head: this.chosen.heads[0] ?? 0 })
      : messages.text("meanOfHeads", { count: this.heads.length });
    const { weights, bound: errorBound } = this.strengths();
    const most = strongest(weights.length, (i) => weights[i] as number);
    const parts: (Node | string)[] = [
      element("b", {}, label(own[token]?.text ?? "")), ` ${messages.text(side === "query" ? "looksAt" : "isLookedAt", { heads })} `,
    ];
    most.forEach((index, i) => parts.push(
      i > 0 ? ", " : "", element("b", {}, label(others[index]?.text ?? "")), " ", numberSpan(weights[index] as number, { index }),
    ));
    parts.push(` (${messages.text("errorBound", { bound: bound(Math.max(...most.map(errorBound))) })})`);
    return parts;
  }

  protected table(): TableContent {
    const { messages, stack } = this;
    const { side, token } = this.token;
    const own = side === "query" ? stack.queryTokens : stack.keyTokens;
    const others = side === "query" ? stack.keyTokens : stack.queryTokens;
    const { weights } = this.strengths();
    const order = strongest(weights.length, (i) => weights[i] as number, weights.length);
    return {
      caption: messages.text(side === "query" ? "tableLooks" : "tableSeen", { token: label(own[token]?.text ?? "") }),
      headings: [messages.text("token"), messages.text("weight")],
      rowCount: order.length,
      row: (row) => [label(others[order[row] ?? 0]?.text ?? ""), (weights[order[row] ?? 0] ?? 0).toFixed(3)],
    };
  }

  protected notes(): readonly string[] {
    return [this.messages.text("noteText"), this.messages.text("noteBits")];
  }
}
