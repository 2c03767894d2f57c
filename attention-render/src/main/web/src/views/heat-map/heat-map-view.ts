import { paintHeatMap, plotOf, sizeOf, type Grid, type Plot } from "../../draw/heat-map";
import type { Surface } from "../../draw/surface";
import { rangeOf, weightScale } from "../../draw/weight-scale";
import type { ShownWeights } from "../../model/lens";
import { unlimited } from "../../model/limits";
import { label } from "../../model/token-text";
import type { Area, Box } from "../../shell/area";
import type { TableContent } from "../../shell/data-table";
import { element } from "../../shell/dom";
import { ALL_FILTERS, type Features } from "../../shell/features";
import { AttentionView } from "../../shell/view-element";
import { bound, numberSpan, strongest } from "../words";
import { cellArea, cellOf } from "./cells";
import { Zoom, zoomOf } from "./zoom";

/** `<attention-heat-map-view>`: one head as a matrix of cells, rows looking at columns. */
export class AttentionHeatMapView extends AttentionView {
  private grid!: Grid;
  private plot!: Plot;
  private gridKey = "";
  private weights!: ShownWeights;
  private zoom!: Zoom;

  protected features(): Features {
    return { layer: true, heads: "one", filters: ALL_FILTERS, limits: true, search: true };
  }

  protected override prepared(): void {
    const { messages, stage, controls } = this;
    this.zoom = new Zoom(stage.element, messages, () => zoomOf(this.chosen.own["zoom"]), (zoom) => {
      this.update({ own: { ...this.chosen.own, zoom } });
      const { size, areas } = this.layout(stage.width);
      stage.show(size, areas, () => -1);
    });
    const scales = [["root", messages.text("scaleRoot")], ["linear", messages.text("scaleLinear")]] as const;
    controls.main.append(controls.ownChoice("scale", scales, messages.text("colourScale")), this.zoom.buttons);
  }

  private get scale(): "root" | "linear" {
    return this.chosen.own["scale"] === "linear" ? "linear" : "root";
  }

  protected override needs() {
    return this.chosen.heads.slice(0, 1).map((head) => ({ layer: this.layer, head }));
  }

  protected layout(width: number) {
    const [reference] = this.needs();
    const weights = reference && this.weightsOf(reference);
    const { rows, columns } = this.lens;
    if (!weights || rows.size === 0 || columns.size === 0) {
      this.grid = EMPTY;
      this.gridKey = "";
      this.plot = { x: 0, y: 0, cell: 1, width: 0, height: 0 };
      return { size: { width, height: 40 }, areas: [] };
    }
    if (weights !== this.weights || this.gridKey !== this.key) {
      this.weights = weights;
      this.gridKey = this.key;
      this.grid = this.gridOf(weights, this.drawnOf(reference) ?? weights);
    }
    const height = Math.max(320, Math.min(innerHeight * 0.72, width));
    this.plot = plotOf(this.grid, width, height, zoomOf(this.chosen.own["zoom"]));
    return { size: sizeOf(this.plot), areas: [this.area()] };
  }

  /** All that the colours of the cells depend on. */
  private get key(): string {
    const { chosen, theme } = this;
    return [this.lensName, this.layer.number, chosen.heads[0], this.scale, chosen.threshold, chosen.top, theme.dark, theme.forced].join(" ");
  }

  private get caption(): string {
    return this.messages.text("weight") + (this.scale === "root" ? ` (${this.messages.text("scaleRoot")})` : "");
  }

  private gridOf(weights: ShownWeights, drawn: ShownWeights): Grid {
    const all = unlimited(this.chosen);
    return {
      rows: this.lens.rows.items.map((item) => label(item.text)),
      columns: this.lens.columns.items.map((item) => label(item.text)),
      value: (query, key) => {
        const weight = drawn.weight(query, key);
        return weight === 0 && !all ? NaN : weight;
      },
      ...weightScale(rangeOf(weights), this.scale === "root", this.theme),
      caption: this.caption,
      neutral: 0,
    };
  }

  private area(): Area {
    const numbers = (items: readonly { readonly tokens: readonly number[] }[]) => items.map((item) => item.tokens[0] ?? 0);
    const { grid, weights, messages } = this;
    return cellArea(
      grid,
      this.plot,
      {
        rows: numbers(this.lens.rows.items), columns: numbers(this.lens.columns.items), width: this.stack.keyTokens.length,
      },
      {
        label: messages.text("weightCells"),
        option: ({ row, column }) => messages.text("weightCell", {
          query: grid.rows[row] ?? "", key: grid.columns[column] ?? "", weight: weights.weight(row, column).toFixed(3),
        }),
      },
      () => this.stage.window(),
    );
  }

  private get cursor() {
    const focus = this.pointed;
    const area = this.areas.find((each) => each.name === focus?.area);
    return focus && area ? cellOf(this.grid, area.positionOf(focus.index)) : null;
  }

  protected paint(surface: Surface, window: Box): void {
    if (this.grid.rows.length === 0) {
      surface.text(this.messages.text("noTokens"), 8, 20, { colour: this.theme.soft });
      return;
    }
    const { search } = this.chosen;
    const marks = { cursor: this.cursor, rows: this.lens.rows.find(search), columns: this.lens.columns.find(search) };
    paintHeatMap(surface, this.grid, this.plot, window, marks, this.theme, this.key);
  }

  protected readout(): readonly (Node | string)[] {
    const cursor = this.cursor;
    if (!cursor) {
      return [this.messages.text("cellHint")];
    }
    const { row, column } = cursor;
    const weight = this.weights.weight(row, column);
    const off = this.weights.bound(row, column);
    return [
      element("b", {}, this.grid.rows[row] ?? ""), " \u2192 ", element("b", {}, this.grid.columns[column] ?? ""), ": ",
      numberSpan(weight, {
        row: this.lens.rows.items[row]?.tokens[0] ?? 0, column: this.lens.columns.items[column]?.tokens[0] ?? 0, bound: off,
      }),
      ` (${this.messages.text("offBy", { bound: bound(off) })})`,
    ];
  }

  protected table(): TableContent {
    const { messages, grid } = this;
    return {
      caption: messages.text("tableOfHead", { layer: this.layer.number, head: this.chosen.heads[0] ?? 0 }),
      headings: [messages.text("token"), messages.text("looksMostAt")],
      rowCount: grid.rows.length,
      row: (row) => [
        grid.rows[row] ?? "",
        strongest(grid.columns.length, (column) => this.weights.weight(row, column))
          .map((column) => `${grid.columns[column]} ${this.weights.weight(row, column).toFixed(3)}`).join(", "),
      ],
    };
  }

  protected notes(): readonly string[] {
    return [this.messages.text("noteHeatMap"), ...this.filterNotes()];
  }

  protected override opened(area: Area, position: number): void {
    const box = area.box(position);
    const { x, y } = this.stage.window();
    this.zoom.by(2, box.x + box.width / 2 - x, box.y + box.height / 2 - y);
  }
}

const EMPTY: Grid = {
  rows: [], columns: [], value: () => 0, place: () => 0, colours: new Uint8Array(768), ticks: [], caption: "", neutral: 0,
};
