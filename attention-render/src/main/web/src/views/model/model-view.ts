import { headColour } from "../../draw/palette";
import type { Surface } from "../../draw/surface";
import { meanOf, type Side } from "../../model/mean";
import { drawn } from "../../model/limits";
import { label } from "../../model/token-text";
import type { HeadWeights } from "../../payload/head-weights";
import type { LayerHeader } from "../../payload/format";
import type { Area, Box } from "../../shell/area";
import type { TableContent } from "../../shell/data-table";
import { element } from "../../shell/dom";
import type { Drawing } from "../../shell/export";
import { ALL_FILTERS, type Features } from "../../shell/features";
import type { HeadReference } from "../../shell/head-loader";
import type { Hit } from "../../shell/hits";
import { Stage, type Size } from "../../shell/stage";
import { AttentionView } from "../../shell/view-element";
import { HeadPlot, type Held } from "../head/head-plot";
import type { ShownHead } from "../head/lines";
import { headTable } from "../head/table";
import { headsName, looking } from "../looking";
import { bound, numberSpan } from "../words";
import { Grid } from "./grid";
import { paintGrid } from "./paint-grid";
import { MOST_BINS, pool, type Pooled } from "./thumbnail";

const GAP = 28;
const TITLE_HEIGHT = 30;

/** `<attention-model-view>`: every head of every layer as a small picture, and one of them large (after BertViz). */
export class AttentionModelView extends AttentionView {
  private grid!: Grid;
  private plot!: HeadPlot;
  private detail!: Stage;
  private readonly heading = element("h2");
  private pooled = new WeakMap<HeadWeights, Pooled>();
  private pooledFor = "";

  protected features(): Features {
    return { layer: false, heads: "none", filters: ALL_FILTERS, limits: true, search: true };
  }

  protected override prepared(): void {
    this.detail = new Stage(this.listener);
    this.pooledFor = "";
    const both = element("div", { className: "beside" });
    this.stage.element.replaceWith(both);
    both.append(this.stage.element, element("div", { className: "detail" }, this.heading, this.detail.element));
    const kinds = [["lines", this.messages.text("thumbnailLines")], ["map", this.messages.text("thumbnailMap")]] as const;
    this.controls.main.prepend(this.controls.ownChoice("thumbnails", kinds, this.messages.text("thumbnails")));
  }

  protected override needs(): readonly HeadReference[] {
    return this.stack.layers.flatMap((layer) => layer.heads.map((head) => ({ layer, head })));
  }

  protected layout(width: number): { size: Size; areas: readonly Area[] } {
    this.grid = new Grid(this.stack, width);
    return { size: this.grid, areas: [this.grid.area(this.messages)] };
  }

  protected override get moreAreas(): readonly Area[] {
    return this.plot?.areas ?? [];
  }

  protected override seek(hit: Hit): void {
    this.detail.seek(hit);
  }

  /** A click on a small picture shows it large; one on a token holds it. */
  protected override hold(area: Area, position: number): void {
    if (area.name !== "cell") {
      super.hold(area, position);
      return;
    }
    const cell = this.grid.cell(position);
    if (this.grid.has(cell)) {
      this.update({ layer: cell.layer, heads: [cell.head] });
    }
  }

  protected paint(surface: Surface, _window: Box): void {
    const { chosen, theme } = this;
    const map = chosen.own["thumbnails"] === "map";
    const key = [this.lensName, chosen.threshold, chosen.top].join();
    if (key !== this.pooledFor) {
      this.pooledFor = key;
      this.pooled = new WeakMap();
    }
    const pointed = this.pointed;
    paintGrid(surface, this.grid, {
      key: `${key},${map}`,
      map,
      theme,
      messages: this.messages,
      chosen: this.grid.positionOf(chosen.layer, chosen.heads[0] ?? -1),
      pointed: pointed?.area === "cell" ? pointed.index : -1,
      pooled: (layer, head) => this.pooledOf(layer, head),
    });
  }

  private pooledOf(layer: number, head: number): Pooled | null {
    const header = this.stack.layers.find((each) => each.number === layer) as LayerHeader;
    const decoded = this.payload.decodedHead(header, head);
    if (!decoded) {
      return null;
    }
    let pooled = this.pooled.get(decoded);
    if (!pooled) {
      pooled = pool(drawn(this.lens.apply(decoded), this.chosen));
      this.pooled.set(decoded, pooled);
    }
    return pooled;
  }

  protected override painted(): void {
    this.heading.textContent = this.detailTitle;
    this.plot = HeadPlot.again(this.plot, this.lens, this.messages, this.detail.width);
    const held = this.held();
    this.detail.show(this.plot.geometry, this.plot.areas, (area) => (held?.side === area.name ? held.position : -1));
    const window = this.detail.window();
    this.paintDetail(this.plot, this.detail.surface(window), window);
  }

  private paintDetail(plot: HeadPlot, surface: Surface, window: Box): void {
    const { chosen } = this;
    plot.paint(surface, window, {
      heads: this.heads(),
      held: this.held(),
      locked: chosen.locked !== null,
      search: chosen.search,
      limits: chosen,
      theme: this.theme,
      key: [this.lensName, chosen.layer, chosen.heads.join(".")].join(),
    });
  }

  private get detailTitle(): string {
    return this.messages.text("cellOption", { layer: this.chosen.layer, head: this.chosen.heads[0] ?? "" });
  }

  private heads(): ShownHead[] {
    const { forced, ink, dark } = this.theme;
    return this.shownHeads.slice(0, 1).map((head) => ({ ...head, colour: forced ? ink : headColour(head.number, dark) }));
  }

  private held(): Held | null {
    const focus = this.pointed;
    if (!focus || focus.area === "cell") {
      return null;
    }
    const side = focus.area as Side;
    return { side, position: (side === "query" ? this.lens.rows : this.lens.columns).positionOf(focus.index) };
  }

  protected readout(): readonly (Node | string)[] {
    const { rows, columns } = this.lens;
    if (rows.size === 0 || columns.size === 0) {
      return [this.messages.text("noTokens")];
    }
    const held = this.held();
    const heads = this.heads();
    const weights = meanOf(heads.map((head) => head.weights));
    if (held && weights) {
      return looking({ weights, heads: headsName(heads.map((head) => head.number), this.messages), lens: this.lens, ...held }, this.messages);
    }
    const pointed = this.pointed;
    return pointed?.area === "cell" ? this.cellReadout(pointed.index) : [this.messages.text("pointAtCell")];
  }

  /** A head's largest weight, in words and numbers. */
  private cellReadout(position: number): readonly (Node | string)[] {
    const { layer, head } = this.grid.cell(position);
    const header = this.stack.layers.find((each) => each.number === layer);
    const weights = header && this.weightsOf({ layer: header, head });
    if (!weights) {
      return [];
    }
    const row = new Float32Array(weights.columns);
    let best = { weight: -1, query: 0, key: 0 };
    for (let query = 0; query < weights.rows; query++) {
      weights.fillRow(query, row);
      row.forEach((weight, key) => {
        if (weight > best.weight) {
          best = { weight, query, key };
        }
      });
    }
    const off = weights.bound(best.query, best.key);
    const names = {
      query: label(this.lens.rows.items[best.query]?.text ?? ""),
      key: label(this.lens.columns.items[best.key]?.text ?? ""),
    };
    return [
      element("b", {}, this.messages.text("cellOption", { layer, head })), `: ${this.messages.text("cellReadout", names)} `,
      numberSpan(best.weight, { layer, head, bound: off }), ` (${this.messages.text("offBy", { bound: bound(off) })})`,
    ];
  }

  protected table(): TableContent {
    return headTable(this.detailTitle, this.heads(), this.held(), this.lens, this.messages);
  }

  protected notes(): readonly string[] {
    return [
      this.messages.text("noteModelView"),
      ...(Math.max(this.lens.rows.size, this.lens.columns.size) > MOST_BINS ? [this.messages.text("notePooled")] : []),
      ...this.filterNotes(),
    ];
  }

  /** The grid, and the large picture beside it. */
  protected override drawing(): Drawing {
    const { grid } = this;
    const x = grid.width + GAP;
    const plot = new HeadPlot(this.lens, this.messages, this.plot.geometry.width, x);
    const seen = this.detail.window();
    const whole = plot.geometry.height <= Math.max(grid.height, 4_000);
    const height = whole ? plot.geometry.height : seen.height;
    return {
      box: { x: 0, y: -TITLE_HEIGHT, width: x + plot.geometry.width, height: TITLE_HEIGHT + Math.max(grid.height, height) },
      ground: this.theme.ground,
      paint: (surface) => {
        this.paint(surface, { x: 0, y: 0, width: grid.width, height: grid.height });
        surface.text(this.detailTitle, x, -TITLE_HEIGHT / 2, { colour: this.theme.ink, size: 15, weight: 650 });
        this.paintDetail(plot, surface, { x, y: 0, width: plot.geometry.width, height });
      },
    };
  }
}
