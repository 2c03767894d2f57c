import { paintHeatMap, plotOf, sizeOf, type Grid, type Plot } from "../../draw/heat-map";
import { themedScale } from "../../draw/palette";
import type { Surface } from "../../draw/surface";
import { rangeOf, weightScale } from "../../draw/weight-scale";
import { Lens } from "../../model/lens";
import { drawn, unlimited } from "../../model/limits";
import type { HeadWeights } from "../../payload/head-weights";
import type { Payload, Stack } from "../../payload/payload";
import type { Box } from "../../shell/area";
import type { TableContent } from "../../shell/data-table";
import { element } from "../../shell/dom";
import { ALL_FILTERS, type Features } from "../../shell/features";
import { AttentionView } from "../../shell/view-element";
import { cellArea, cellOf } from "../heat-map/cells";
import { Zoom, zoomOf } from "../heat-map/zoom";
import { bound, numberSpan, strongest } from "../words";
import { ComparedHead, ComparedStack, secondStack } from "./compared";

type Shown = "difference" | "first" | "second";

/** `<attention-comparison-view>`: one head of two results, aligned by token: how the second differs from the first. */
export class AttentionComparisonView extends AttentionView {
  private second!: Payload;
  private compared: { readonly lens: Lens; readonly stack: ComparedStack } | null = null;
  private readonly secondHeads = new Map<string, HeadWeights>();
  /** Null where the second result lacks the chosen head. */
  private head: ComparedHead | null = null;
  private headKey = "";
  private grid!: Grid;
  private plot!: Plot;
  private zoom!: Zoom;
  private most = { row: 0, column: 0, mean: 0 };

  protected features(): Features {
    return { layer: true, heads: "one", filters: ALL_FILTERS, limits: true, search: true };
  }

  protected override prepared(): void {
    const { messages, stage, controls } = this;
    const second = this.payload.inner("second");
    if (!second) {
      throw new Error(messages.text("noSecond"));
    }
    this.second = second;
    this.zoom = new Zoom(stage.element, messages, () => zoomOf(this.chosen.own["zoom"]), (zoom) => {
      this.update({ own: { ...this.chosen.own, zoom } });
      const { size, areas } = this.layout(stage.width);
      stage.show(size, areas, () => -1);
    });
    const [first, other] = this.names;
    const shown = [["difference", messages.text("compareDifference")], ["first", first], ["second", other]] as const;
    controls.main.append(controls.ownChoice("show", shown, messages.text("compareShow")), this.zoom.buttons);
  }

  private get shown(): Shown {
    const shown = this.chosen.own["show"];
    return shown === "first" || shown === "second" ? shown : "difference";
  }

  /** What the two are called: their models, where these tell them apart. */
  private get names(): readonly [string, string] {
    const models = [this.payload.header.model, this.second.header.model];
    return models[0] && models[1] && models[0] !== models[1]
      ? [models[0], models[1]]
      : [this.messages.text("compareFirst"), this.messages.text("compareSecond")];
  }

  private get reference() {
    return { layer: this.layer, head: this.chosen.heads[0] ?? this.layer.heads[0] ?? 0 };
  }

  protected override needs() {
    return [this.reference];
  }

  /** The second result's stack, layer and head, if it has them. */
  private get partner() {
    const { layer, head } = this.reference;
    const stack = secondStack(this.second, this.stack.kind);
    const found = stack && ComparedStack.layerOf(stack, layer.number, head);
    return stack && found ? { stack, layer: found, head, key: `${stack.name} ${layer.number} ${head}` } : null;
  }

  protected override pending(): Promise<unknown> | null {
    const { partner } = this;
    return !partner || this.secondHeads.has(partner.key)
      ? null
      : this.second.head(partner.stack, partner.layer, partner.head).then((weights) => this.secondHeads.set(partner.key, weights));
  }

  protected layout(width: number) {
    this.compare();
    const { grid, messages, head } = this;
    if (!head || grid.rows.length === 0 || grid.columns.length === 0) {
      return { size: { width, height: 40 }, areas: [] };
    }
    const height = Math.max(320, Math.min(innerHeight * 0.72, width));
    this.plot = plotOf(grid, width, height, zoomOf(this.chosen.own["zoom"]));
    const { rows, columns, first } = head.stack;
    const numbering = {
      rows: rows.map((pair) => first.rows.items[pair.a]?.tokens[0] ?? 0),
      columns: columns.map((pair) => first.columns.items[pair.a]?.tokens[0] ?? 0),
      width: this.stack.keyTokens.length,
    };
    const area = cellArea(grid, this.plot, numbering, {
      label: messages.text("weightCells"),
      option: ({ row, column }) => messages.text("weightCell", {
        query: grid.rows[row] ?? "", key: grid.columns[column] ?? "", weight: head[this.shown](row, column).toFixed(3),
      }),
    }, () => this.stage.window());
    return { size: sizeOf(this.plot), areas: [area] };
  }

  /** Puts the chosen head of both side by side. */
  private compare(): void {
    const { partner, chosen, theme, lens } = this;
    const key = [partner?.key, this.lensName, this.layer.number, this.shown, chosen.threshold, chosen.top, theme.dark, theme.forced].join(" ");
    if (this.headKey === key) {
      return;
    }
    this.headKey = key;
    const first = this.weightsOf(this.reference);
    const second = partner && this.secondHeads.get(partner.key);
    if (!partner || !first || !second) {
      this.head = null;
      return;
    }
    const stack = this.stackOf(partner.stack);
    const head = new ComparedHead(stack, first, stack.second.apply(second));
    const seen = new ComparedHead(stack, drawn(head.a, chosen), drawn(head.b, chosen));
    this.head = head;
    const largest = this.measure(head);
    const [rangeA, rangeB] = [rangeOf(head.a), rangeOf(head.b)];
    const range = { least: Math.min(rangeA.least, rangeB.least), largest: Math.max(rangeA.largest, rangeB.largest) };
    const [nameA, nameB] = this.names;
    const { shown } = this;
    const all = unlimited(chosen);
    const left = {
      // A difference is left out where neither of the two is drawn.
      difference: (row: number, column: number) => seen.first(row, column) === 0 && seen.second(row, column) === 0,
      first: (row: number, column: number) => seen.first(row, column) === 0,
      second: (row: number, column: number) => seen.second(row, column) === 0,
    }[shown];
    this.grid = {
      rows: stack.rowLabels, columns: stack.columnLabels, neutral: 0,
      value: (row, column) => (!all && left(row, column) ? NaN : head[shown](row, column)),
      ...(shown === "difference"
        ? {
            place: (value: number) => (largest === 0 ? 0.5 : 0.5 + value / (2 * largest)), colours: themedScale("diverging", theme),
            ticks: [-largest, 0, largest], caption: this.messages.text("compareCaption", { first: nameA, second: nameB }),
          }
        : { ...weightScale(range, true, theme), caption: shown === "first" ? nameA : nameB }),
    };
    this.compared = { lens, stack };
  }

  private stackOf(second: Stack): ComparedStack {
    return this.compared?.lens === this.lens
      ? this.compared.stack
      : new ComparedStack(this.lens, new Lens(second, this.chosen));
  }

  /** Finds where the two differ most, and how much they do on the mean; returns the largest difference. */
  private measure(head: ComparedHead): number {
    const { rows, columns } = head.stack;
    let largest = 0;
    let sum = 0;
    let most = { row: 0, column: 0 };
    rows.forEach((_, row) => columns.forEach((_pair, column) => {
      const difference = Math.abs(head.difference(row, column));
      sum += difference;
      if (difference > largest) {
        largest = difference;
        most = { row, column };
      }
    }));
    this.most = { ...most, mean: sum / Math.max(1, rows.length * columns.length) };
    return largest;
  }

  private get cursor() {
    const focus = this.pointed;
    const area = this.areas.find((each) => each.name === focus?.area);
    return focus && area ? cellOf(this.grid, area.positionOf(focus.index)) : null;
  }

  private get nothing(): string {
    const { layer, head } = this.reference;
    return this.head ? this.messages.text("compareNothing") : this.messages.text("compareMissing", { layer: layer.number, head });
  }

  protected paint(surface: Surface, window: Box): void {
    const stack = this.head?.stack;
    if (!stack || this.areas.length === 0) {
      surface.text(this.nothing, 8, 20, { colour: this.theme.soft, maxWidth: window.width - 16 });
      return;
    }
    const { search } = this.chosen;
    const marks = { cursor: this.cursor, rows: stack.found(search, "rows"), columns: stack.found(search, "columns") };
    paintHeatMap(surface, this.grid, this.plot, window, marks, this.theme, this.headKey);
  }

  protected readout(): readonly (Node | string)[] {
    const { head, messages, grid } = this;
    if (!head || this.areas.length === 0) {
      return [this.nothing];
    }
    const { cursor } = this;
    const { row, column } = cursor ?? this.most;
    const [first, second] = this.names;
    const bounds = head.bounds(row, column);
    const number = (of: Shown) => numberSpan(head[of](row, column), { row, column, of, bound: bounds[of] });
    const cell = [
      element("b", {}, grid.rows[row] ?? ""), " \u2192 ", element("b", {}, grid.columns[column] ?? ""),
      `: ${first} `, number("first"), `, ${second} `, number("second"),
      `, ${messages.text("compareDifference").toLowerCase()} `, number("difference"),
      ` (${messages.text("offBy", { bound: bound(bounds.difference) })})`,
    ];
    return cursor ? cell : [
      `${messages.text("compareMean")} `, numberSpan(this.most.mean, { of: "mean" }, 4), `. ${messages.text("compareMost")} `, ...cell,
    ];
  }

  protected table(): TableContent {
    const { messages, head } = this;
    const [first, second] = this.names;
    const rows = head?.stack.rowLabels ?? [];
    const columns = head?.stack.columnLabels ?? [];
    return {
      caption: head ? messages.text("compareTable", { layer: this.layer.number, head: this.reference.head }) : this.nothing,
      headings: [messages.text("token"), messages.text("compareMost"), first, second, messages.text("compareDifference")],
      rowCount: columns.length === 0 ? 0 : rows.length,
      row: (row) => {
        const [column = 0] = strongest(columns.length, (each) => Math.abs(head?.difference(row, each) ?? 0), 1);
        const values = head ? [head.first(row, column), head.second(row, column), head.difference(row, column)] : [];
        return [rows[row] ?? "", columns[column] ?? "", ...values.map((value) => value.toFixed(3))];
      },
    };
  }

  protected notes(): readonly string[] {
    const left = this.head?.stack.left ?? 0;
    const { messages, chosen } = this;
    return [
      messages.text("noteCompare"),
      ...(left > 0 ? [messages.text(left === 1 ? "noteUnalignedOne" : "noteUnaligned", { count: left })] : []),
      ...(this.shown === "difference" && !unlimited(chosen) ? [messages.text("noteCompareLimits")] : []),
      ...this.filterNotes(),
    ];
  }
}
