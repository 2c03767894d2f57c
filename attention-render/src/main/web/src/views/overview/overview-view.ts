import { paintHeatMap, plotOf, sizeOf, tickText, type Grid, type Plot } from "../../draw/heat-map";
import { themedScale } from "../../draw/palette";
import type { Surface } from "../../draw/surface";
import type { Area, Box } from "../../shell/area";
import type { TableContent } from "../../shell/data-table";
import { element } from "../../shell/dom";
import { ALL_FILTERS, type Features } from "../../shell/features";
import type { HeadReference } from "../../shell/head-loader";
import { AttentionView } from "../../shell/view-element";
import { cellArea, cellOf } from "../heat-map/cells";
import { numberSpan } from "../words";
import { paintThumbnail } from "./thumbnail";

/** The payload's extra `table`: a number for each head of each layer, null where a head has none. */
interface HeadTable {
  readonly metric: string;
  readonly unit: string;
  readonly kind: string;
  readonly layers: readonly number[];
  readonly heads: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
}

const GAP = 28;
/** Layers and heads are not searched for. */
const NOTHING_FOUND = { rows: new Set<number>(), columns: new Set<number>() };

/** `<attention-overview>`: layers by heads, coloured by a number of each, and beside it the head that is pointed at. */
export class AttentionOverview extends AttentionView {
  private data!: HeadTable;
  private grid!: Grid;
  private plot!: Plot;
  private detail: Box = { x: 0, y: 0, width: 0, height: 0 };

  protected features(): Features {
    return { layer: false, heads: "none", filters: ALL_FILTERS, limits: true, search: false };
  }

  protected override prepared(): void {
    const data = this.payload.extra<HeadTable>("table");
    if (!data) {
      throw new Error(this.messages.text("noTable"));
    }
    this.data = data;
    const known = data.values.flat().filter((value): value is number => value !== null);
    const least = Math.min(...known);
    const most = Math.max(...known);
    this.grid = {
      rows: data.layers.map((layer) => this.messages.text("layerName", { layer })),
      columns: data.heads.map((head) => this.messages.text("headName", { head })),
      value: (row, column) => data.values[row]?.[column] ?? NaN,
      place: (value) => (most === least ? 0.5 : (value - least) / (most - least)),
      colours: themedScale("viridis", this.theme),
      ticks: known.length === 0 ? [] : [least, (least + most) / 2, most],
      caption: data.unit ? `${data.metric} (${data.unit})` : data.metric,
      neutral: 0,
    };
  }

  protected override get paintsPartly(): boolean {
    return true;
  }

  private numbering() {
    return { rows: this.data.layers, columns: this.data.heads, width: Math.max(0, ...this.data.heads) + 1 };
  }

  /** The head that is held or pointed at, or else the one that the page opens with. */
  private get shownHead(): { readonly layer: number; readonly head: number } {
    const focus = this.chosen.locked ?? this.hovered;
    const { width } = this.numbering();
    return focus?.area === "cell"
      ? { layer: Math.floor(focus.index / width), head: focus.index % width }
      : { layer: this.chosen.layer, head: this.chosen.heads[0] ?? 0 };
  }

  private get reference(): HeadReference | null {
    const { layer: number, head } = this.shownHead;
    const layer = this.stack.kind === this.data.kind ? this.stack.layers.find((each) => each.number === number) : undefined;
    return layer?.heads.includes(head) ? { layer, head } : null;
  }

  protected override needs() {
    const { reference } = this;
    return reference ? [reference] : [];
  }

  protected layout(width: number) {
    const beside = width >= 700;
    const gridWidth = beside ? Math.round(width * 0.58) : width;
    // The theme may have changed.
    this.grid = { ...this.grid, colours: themedScale("viridis", this.theme) };
    this.plot = plotOf(this.grid, gridWidth, beside ? Math.max(300, innerHeight * 0.62) : 460, 1);
    const size = sizeOf(this.plot);
    const side = beside ? Math.min(width - size.width - GAP - 4, 380) : Math.min(width, 360);
    this.detail = beside
      ? { x: Math.max(size.width, this.plot.x + 380) + GAP, y: 26, width: side, height: side }
      : { x: 0, y: size.height + 40, width: side, height: side };
    this.detail = { ...this.detail, width: Math.min(side, width - this.detail.x - 2), height: Math.min(side, width - this.detail.x - 2) };
    const area: Area = cellArea(this.grid, this.plot, this.numbering(), {
      label: this.messages.text("headCells", { metric: this.data.metric }),
      option: ({ row, column }) => this.messages.text("headCell", {
        layer: this.data.layers[row] ?? 0, head: this.data.heads[column] ?? 0, value: this.valueText(row, column),
      }),
    }, () => this.stage.window());
    return { size: { width, height: Math.max(size.height, this.detail.y + this.detail.height + 8) }, areas: [area] };
  }

  private valueText(row: number, column: number): string {
    const value = this.data.values[row]?.[column] ?? null;
    return value === null ? this.messages.text("unknownValue") : `${tickText(value)}${this.data.unit ? ` ${this.data.unit}` : ""}`;
  }

  protected paint(surface: Surface, window: Box): void {
    const { layer, head } = this.shownHead;
    const position = this.areas[0]?.positionOf(layer * this.numbering().width + head) ?? -1;
    // The map is no larger than its own place: labels do not follow a scrolled window that the detail needs.
    const own = { x: 0, y: 0, ...sizeOf(this.plot) };
    paintHeatMap(surface, this.grid, this.plot, own, { ...NOTHING_FOUND, cursor: cellOf(this.grid, position) }, this.theme, `${this.data.metric} ${this.theme.dark} ${this.theme.forced} ${window.x} ${window.y}`);
    const { reference, detail } = this;
    surface.text(`${this.messages.text("layerName", { layer })}, ${this.messages.text("headName", { head }).toLowerCase()}`, detail.x, detail.y - 14, {
      colour: this.theme.ink, weight: 650, maxWidth: detail.width,
    });
    const weights = reference && this.drawnOf(reference);
    if (weights) {
      paintThumbnail(surface, weights, detail, this.theme);
    }
  }

  protected readout(): readonly (Node | string)[] {
    const { layer, head } = this.shownHead;
    const row = this.data.layers.indexOf(layer);
    const column = this.data.heads.indexOf(head);
    const value = this.data.values[row]?.[column] ?? null;
    const hint = this.pointed ? [] : [` ${this.messages.text("overviewHint")}`];
    return [
      element("b", {}, `${this.messages.text("layerName", { layer })}, ${this.messages.text("headName", { head }).toLowerCase()}`), `: ${this.data.metric} `,
      value === null ? this.messages.text("unknownValue") : numberSpan(value, { layer, head }),
      `${value !== null && this.data.unit ? ` ${this.data.unit}` : ""}.`, ...hint,
    ];
  }

  protected table(): TableContent {
    const { data, messages } = this;
    return {
      caption: messages.text("overviewTable", { metric: this.grid.caption }),
      headings: [messages.text("layer"), ...data.heads.map((head) => messages.text("headName", { head }))],
      rowCount: data.layers.length,
      row: (row) => [String(data.layers[row]), ...data.heads.map((_, column) => this.valueText(row, column))],
    };
  }

  protected notes(): readonly string[] {
    return [this.messages.text("noteOverview", { metric: this.data.metric }), ...this.filterNotes()];
  }
}
