import { headColour } from "../../draw/palette";
import type { Surface } from "../../draw/surface";
import { meanOf, type Side } from "../../model/mean";
import type { Area, Box } from "../../shell/area";
import type { TableContent } from "../../shell/data-table";
import { ALL_FILTERS, type Features } from "../../shell/features";
import type { Size } from "../../shell/stage";
import { AttentionView } from "../../shell/view-element";
import { headsName, looking } from "../looking";
import { HeadPlot, type Held } from "./head-plot";
import type { ShownHead } from "./lines";
import { headTable } from "./table";

/**
 * `<attention-head-view>`: two columns of tokens and lines by weight, one colour per head (after the head view of
 * BertViz, Vig 2019).
 */
export class AttentionHeadView extends AttentionView {
  private plot?: HeadPlot;

  protected features(): Features {
    return { layer: true, heads: "many", filters: ALL_FILTERS, limits: true, search: true };
  }

  protected layout(width: number): { size: Size; areas: readonly Area[] } {
    const plot = HeadPlot.again(this.plot, this.lens, this.messages, width);
    this.plot = plot;
    return { size: plot.geometry, areas: plot.areas };
  }

  protected paint(surface: Surface, window: Box): void {
    const { chosen } = this;
    this.plot?.paint(surface, window, {
      heads: this.heads(),
      held: this.held(),
      locked: chosen.locked !== null,
      search: chosen.search,
      limits: chosen,
      theme: this.theme,
      key: [this.lensName, chosen.layer, chosen.heads.join(".")].join(),
    });
  }

  protected readout(): readonly (Node | string)[] {
    const heads = this.shownHeads;
    const weights = meanOf(heads.map((head) => head.weights));
    if (this.lens.rows.size === 0 || this.lens.columns.size === 0) {
      return [this.messages.text("noTokens")];
    }
    if (!weights) {
      return [this.messages.text("noHead")];
    }
    const held = this.held();
    if (!held) {
      return [this.messages.text("pointAt")];
    }
    return looking({ weights, heads: headsName(heads.map((head) => head.number), this.messages), lens: this.lens, ...held }, this.messages);
  }

  protected table(): TableContent {
    return headTable(`${this.messages.text("layer")} ${this.chosen.layer}`, this.heads(), this.held(), this.lens, this.messages);
  }

  protected notes(): readonly string[] {
    const { messages } = this;
    const tooFaint = this.plot?.tooFaint ?? 0;
    return [
      messages.text("noteHead"),
      ...this.filterNotes(),
      ...(tooFaint > 0 && !this.pointed ? [messages.text("noteFaint", { threshold: tooFaint.toFixed(3) })] : []),
    ];
  }

  private heads(): ShownHead[] {
    const { forced, ink, dark } = this.theme;
    return this.shownHeads.map((head) => ({ ...head, colour: forced ? ink : headColour(head.number, dark) }));
  }

  private held(): Held | null {
    const focus = this.pointed;
    if (!focus) {
      return null;
    }
    const side = focus.area as Side;
    return { side, position: (side === "query" ? this.lens.rows : this.lens.columns).positionOf(focus.index) };
  }
}
