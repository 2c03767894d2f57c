import type { Surface } from "../../draw/surface";
import { drawn } from "../../model/limits";
import { meanOf, profile, type Side } from "../../model/mean";
import type { TableContent } from "../../shell/data-table";
import { ALL_FILTERS, type Features } from "../../shell/features";
import type { Hit } from "../../shell/hits";
import { AttentionView } from "../../shell/view-element";
import { Legend } from "../../text/legend";
import { paintText, sizeOfText } from "../../text/paint-text";
import { TextPanels } from "../../text/text-panels";
import { headsName, looking, lookingTable, type Looking } from "../looking";
import { tellingRow } from "../telling";

/** A row or column of the lens, or -1 where filters leave none. */
interface Place {
  readonly side: Side;
  readonly position: number;
}

/** `<attention-text-view>`: the text itself, coloured by what the chosen token looks at, or by who looks at it. */
export class AttentionTextView extends AttentionView {
  protected panels!: TextPanels;
  private legend!: Legend;
  private current: { readonly side: Side; readonly token: number } = { side: "query", token: -1 };
  private currentOf = "";

  protected features(): Features {
    return { layer: true, heads: "many", filters: ALL_FILTERS, limits: true, search: true };
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
    this.legend = new Legend();
    this.stage.element.before(this.panels.element, this.legend.element);
    if (this.sides) {
      const { messages, controls } = this;
      const sides = [["looks", messages.text("sideLooks")], ["seen", messages.text("sideSeen")]] as const;
      controls.main.append(controls.ownChoice("side", sides, messages.text("side")));
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

  /** What is held, or pointed at, or was before. */
  protected get at(): Place {
    const focus = this.chosen.locked ?? this.hovered;
    if (focus && (focus.area === "query" || focus.area === "key") && this.placeOf(focus.area, focus.index).position >= 0) {
      this.current = { side: focus.area, token: focus.index };
      this.currentOf = this.stack.name;
    }
    const place = this.placeOf(this.current.side, this.current.token);
    if (this.currentOf === this.stack.name && place.position >= 0) {
      return place;
    }
    const { rows } = this.lens;
    const [first] = this.shownHeads;
    this.currentOf = this.stack.name;
    this.current = { side: "query", token: rows.items[first ? tellingRow(this.stack, this.lens, first.weights) : 0]?.tokens[0] ?? -1 };
    return this.placeOf("query", this.current.token);
  }

  /** In a text that looks at itself, the reader says on which side of the weights a token is meant. */
  private placeOf(side: Side, token: number): Place {
    const meant = this.panels.own ? (this.chosen.own["side"] === "seen" ? "key" : "query") : side;
    return { side: meant, position: (meant === "query" ? this.lens.rows : this.lens.columns).positionOf(token) };
  }

  /** What is to be said of the chosen token: the mean over the shown heads. */
  private get told(): Looking | null {
    const heads = this.shownHeads;
    const weights = meanOf(heads.map((head) => head.weights));
    const { at, lens } = this;
    const other = at.side === "query" ? lens.columns : lens.rows;
    return weights && at.position >= 0 && other.size > 0
      ? { weights, heads: headsName(heads.map((head) => head.number), this.messages), lens, ...at }
      : null;
  }

  protected layout() {
    this.panels.show(this.stack);
    return { size: sizeOfText(this.panels.element), areas: [] };
  }

  protected override seek(hit: Hit): void {
    this.panels.seek(hit);
  }

  /** Brings the text up to date; it is the browser that draws it. */
  protected override arrange(): void {
    const { at, lens, told, panels } = this;
    const { side } = at;
    const [own, other] = side === "query" ? [lens.rows, lens.columns] : [lens.columns, lens.rows];
    const shown = meanOf(this.shownHeads.map((head) => drawn(head.weights, this.chosen)));
    const weights = told && shown ? profile(shown, side, at.position) : new Float32Array(0);
    const largest = weights.reduce((most, weight, i) => (other.items[i]?.special ? most : Math.max(most, weight)), 0);
    panels.filter(lens, this.chosen.search);
    panels.mark(panels.own ? "query" : side, own.items[at.position]?.tokens ?? [], this.chosen.locked !== null);
    panels.colour(side === "query" ? "key" : "query", largest > 0 ? weights.map((weight) => weight / largest) : null, lens);
    this.legend.show(largest);
  }

  protected paint(surface: Surface): void {
    paintText(surface, this.panels.element, this.theme);
  }

  protected readout(): readonly (Node | string)[] {
    const { told, messages } = this;
    return told ? looking(told, messages) : [messages.text(this.chosen.heads.length === 0 ? "noHead" : "noTokens")];
  }

  protected table(): TableContent {
    const { told, messages } = this;
    const place = messages.text("layerName", { layer: this.layer.number });
    return told ? lookingTable(told, place, messages) : { caption: place, headings: [], rowCount: 0, row: () => [] };
  }

  protected notes(): readonly string[] {
    return [this.messages.text("noteText"), ...this.filterNotes()];
  }
}
