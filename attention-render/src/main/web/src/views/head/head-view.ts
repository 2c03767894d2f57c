import { headColour } from "../../draw/palette";
import type { Surface } from "../../draw/surface";
import { label } from "../../model/token-text";
import type { Limits } from "../../model/strongest";
import type { Area, Box } from "../../shell/area";
import type { Features } from "../../shell/controls";
import type { TableContent } from "../../shell/data-table";
import type { Size } from "../../shell/stage";
import { AttentionView } from "../../shell/view-element";
import { geometryOf, tokenArea, type Geometry, type Side } from "./geometry";
import { drawAll, drawOne, type ShownHead } from "./lines";
import { headsName, ranking, readout } from "./readout";
import { drawStrips, stripWidth } from "./strips";
import { drawTokens } from "./tokens";

/**
 * `<attention-head-view>`: two columns of tokens and lines by weight, one colour per head (after the head view of
 * BertViz, Vig 2019).
 */
export class AttentionHeadView extends AttentionView {
  private geometry!: Geometry;
  private tooFaint = 0;

  protected features(): Features {
    return { layer: true, heads: "many", filters: true, limits: true, search: true };
  }

  protected layout(width: number): { size: Size; areas: Area[] } {
    const { rows, columns } = this.lens;
    const geometry = geometryOf(rows, columns, width);
    this.geometry = geometry;
    return {
      size: geometry,
      areas: [
        tokenArea("query", rows, geometry.left, this.messages),
        tokenArea("key", columns, geometry.right, this.messages),
      ],
    };
  }

  protected paint(surface: Surface, window: Box): void {
    const { geometry, theme, chosen } = this;
    const heads = this.heads();
    const held = this.held();
    const strips = held ? stripWidth(heads.length) : stripWidth(0);
    const ends = {
      left: geometry.left.x + geometry.left.width + (held?.side === "key" ? strips : stripWidth(0)),
      right: geometry.right.x - (held?.side === "query" ? strips : stripWidth(0)),
    };
    if (held) {
      heads.forEach((head) => drawOne(surface, head, held.side, held.position, ends, this.limits));
      drawStrips(surface, heads, held, ends, this.limits);
    } else {
      const key = [this.lensName, chosen.layer, chosen.heads.join("."), chosen.threshold, chosen.top, theme.dark, theme.forced, ends.left, ends.right];
      surface.layer(key.join(), (layer) => (this.tooFaint = drawAll(layer, heads, ends, window, this.limits)));
    }
    for (const [side, axis, column] of [["query", this.lens.rows, geometry.left], ["key", this.lens.columns, geometry.right]] as const) {
      const focus = held?.side === side ? held.position : -1;
      drawTokens(surface, side, axis, column, window, { focus, locked: chosen.locked !== null, search: chosen.search }, this.messages.text(side), theme);
    }
  }

  protected readout(): readonly (Node | string)[] {
    const heads = this.heads();
    if (this.lens.rows.size === 0 || this.lens.columns.size === 0) {
      return [this.messages.text("noTokens")];
    }
    if (heads.length === 0) {
      return [this.messages.text("noHead")];
    }
    const held = this.held();
    if (!held) {
      return [this.messages.text("pointAt")];
    }
    const { rows, columns } = this.lens;
    return readout(heads, held.side, held.position, held.side === "query" ? { own: rows, other: columns } : { own: columns, other: rows }, this.messages);
  }

  protected table(): TableContent {
    const { messages, lens } = this;
    const heads = this.heads();
    const held = this.held();
    const name = headsName(heads, messages);
    const text = (axis: typeof lens.rows, position: number) => label(axis.items[position]?.text ?? "");
    if (held && heads.length > 0) {
      const [own, other] = held.side === "query" ? [lens.rows, lens.columns] : [lens.columns, lens.rows];
      const ranked = ranking(heads, held.side, held.position);
      return {
        caption: `${text(own, held.position)} ${messages.text(held.side === "query" ? "looksAt" : "isLookedAt", { heads: name })}`,
        headings: [messages.text("token"), messages.text("weight")],
        rowCount: ranked.length,
        row: (index) => [text(other, ranked[index]?.position ?? 0), (ranked[index]?.weight ?? 0).toFixed(4)],
      };
    }
    return {
      caption: `${messages.text("layer")} ${this.chosen.layer}, ${heads.length > 0 ? name : messages.text("noHead")}`,
      headings: [messages.text("token"), messages.text("looksMostAt"), messages.text("weight")],
      rowCount: heads.length === 0 ? 0 : lens.rows.size,
      row: (index) => {
        const [first] = ranking(heads, "query", index);
        return [text(lens.rows, index), text(lens.columns, first?.position ?? 0), (first?.weight ?? 0).toFixed(4)];
      },
    };
  }

  protected notes(): readonly string[] {
    const { messages, chosen } = this;
    return [
      messages.text("noteHead"),
      ...this.filterNotes(),
      ...(this.tooFaint > 0 && !this.pointed ? [messages.text("noteFaint", { threshold: this.tooFaint.toFixed(3) })] : []),
      ...(chosen.threshold > 0 ? [messages.text("noteThreshold", { threshold: chosen.threshold.toFixed(2) })] : []),
      ...(chosen.top > 0 ? [messages.text("noteTop", { count: chosen.top })] : []),
    ];
  }

  private get limits(): Limits {
    return this.chosen;
  }

  /** The heads that are switched on, as far as they are decoded. */
  private heads(): ShownHead[] {
    return this.chosen.heads.flatMap((number) => {
      const weights = this.weightsOf({ layer: this.layer, head: number });
      const colour = this.theme.forced ? this.theme.ink : headColour(number, this.theme.dark);
      return weights ? [{ number, colour, weights }] : [];
    });
  }

  private held(): { readonly side: Side; readonly position: number } | null {
    const focus = this.pointed;
    if (!focus) {
      return null;
    }
    const side = focus.area as Side;
    return { side, position: (side === "query" ? this.lens.rows : this.lens.columns).positionOf(focus.index) };
  }
}
