import { paintHeatMap, plotOf, sizeOf, type Grid, type Plot } from "../../draw/heat-map";
import { scaleColours } from "../../draw/palette";
import type { Surface } from "../../draw/surface";
import type { HeadWeights } from "../../payload/head-weights";
import type { Payload } from "../../payload/payload";
import type { Box } from "../../shell/area";
import type { Features } from "../../shell/controls";
import type { TableContent } from "../../shell/data-table";
import { element } from "../../shell/dom";
import { AttentionView } from "../../shell/view-element";
import { cellArea, cellOf } from "../heat-map/cells";
import { Zoom } from "../heat-map/zoom";
import { bound, numberSpan, strongest } from "../words";
import { ComparedHead, ComparedStack, secondStack } from "./compared";

type Shown = "difference" | "first" | "second";

/** `<attention-comparison-view>`: one head of two results, aligned by token: how the second differs from the first. */
export class AttentionComparisonView extends AttentionView {
  private second!: Payload;
  private readonly stacks = new Map<string, ComparedStack>();
  private readonly secondHeads = new Map<string, HeadWeights>();
  private head: ComparedHead | null = null;
  private headKey = "";
  private grid!: Grid;
  private plot!: Plot;
  private zoom!: Zoom;
  private most = { row: 0, column: 0, mean: 0 };

  protected features(): Features {
    return { layer: true, heads: "one", filters: false, limits: false, search: false };
  }

  protected override prepared(): void {
    const { messages, stage, controls } = this;
    const second = this.payload.inner("second");
    if (!second) {
      throw new Error(messages.text("noSecond"));
    }
    this.second = second;
    this.zoom = new Zoom(stage.element, messages, () => {
      const { size, areas } = this.layout(stage.width);
      stage.show(size, areas, () => -1);
      this.repaint();
    });
    const [first, other] = this.names;
    const show = element("select", { name: "show" },
      element("option", { value: "difference" }, messages.text("compareDifference")),
      element("option", { value: "first" }, first), element("option", { value: "second" }, other));
    show.value = this.shown;
    show.addEventListener("change", () => this.update({ own: { ...this.chosen.own, show: show.value } }));
    controls.main.append(element("label", {}, messages.text("compareShow"), show), this.zoom.buttons);
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

  private get key(): string {
    const { layer, head } = this.reference;
    return `${this.stack.kind} ${layer.number} ${head}`;
  }

  protected override pending(): Promise<unknown> | null {
    const { key } = this;
    if (this.secondHeads.has(key)) {
      return null;
    }
    const { layer, head } = this.reference;
    const stack = secondStack(this.second, this.stack.kind);
    const second = stack && ComparedStack.layerOf(stack, layer.number, head);
    if (!stack || !second) {
      return Promise.reject(new Error(this.messages.text("compareMissing", { layer: layer.number, head })));
    }
    return this.second.head(stack, second, head).then((weights) => this.secondHeads.set(key, weights));
  }

  protected layout(width: number) {
    this.compare();
    const height = Math.max(320, Math.min(innerHeight * 0.72, width));
    this.plot = plotOf(this.grid, width, height, this.zoom?.value ?? 1);
    if (this.grid.rows.length === 0 || this.grid.columns.length === 0) {
      return { size: { width, height: 40 }, areas: [] };
    }
    const { grid, messages } = this;
    const numbering = {
      rows: grid.rows.map((_, row) => row), columns: grid.columns.map((_, column) => column), width: grid.columns.length,
    };
    const area = cellArea(grid, this.plot, numbering, {
      label: messages.text("weightCells"),
      option: ({ row, column }) => messages.text("weightCell", {
        query: grid.rows[row] ?? "", key: grid.columns[column] ?? "", weight: grid.value(row, column).toFixed(3),
      }),
    }, () => this.stage.window());
    return { size: sizeOf(this.plot), areas: [area] };
  }

  /** Puts the chosen head of both side by side. */
  private compare(): void {
    const key = `${this.key} ${this.shown}`;
    if (this.headKey === key) {
      return;
    }
    const first = this.payload.decodedHead(this.layer, this.reference.head) as HeadWeights;
    const second = this.secondHeads.get(this.key) as HeadWeights;
    let stack = this.stacks.get(this.stack.kind);
    if (!stack) {
      stack = new ComparedStack(this.stack, secondStack(this.second, this.stack.kind) ?? this.stack);
      this.stacks.set(this.stack.kind, stack);
    }
    const head = new ComparedHead(stack, first, second);
    let largest = 0;
    let sum = 0;
    const largestWeight = Math.max(...first.rowMaxima, ...second.rowMaxima);
    stack.rows.forEach((_, row) => stack.columns.forEach((_pair, column) => {
      const difference = Math.abs(head.difference(row, column));
      sum += difference;
      if (difference > largest) {
        largest = difference;
        this.most = { ...this.most, row, column };
      }
    }));
    this.most = { ...this.most, mean: sum / Math.max(1, stack.rows.length * stack.columns.length) };
    const [nameA, nameB] = this.names;
    const { shown } = this;
    this.grid = {
      rows: stack.rowLabels, columns: stack.columnLabels, neutral: 0,
      value: (row, column) => head[shown](row, column),
      ...(shown === "difference"
        ? {
            place: (value: number) => (largest === 0 ? 0.5 : 0.5 + value / (2 * largest)), colours: scaleColours("diverging"),
            ticks: [-largest, 0, largest], caption: this.messages.text("compareCaption", { first: nameA, second: nameB }),
          }
        : {
            place: (value: number) => Math.sqrt(value / largestWeight), colours: scaleColours("viridis"),
            ticks: [0, largestWeight / 4, largestWeight], caption: shown === "first" ? nameA : nameB,
          }),
    };
    this.head = head;
    this.headKey = key;
  }

  private get cursor() {
    const focus = this.pointed;
    const area = this.areas.find((each) => each.name === focus?.area);
    return focus && area ? cellOf(this.grid, area.positionOf(focus.index)) : null;
  }

  protected paint(surface: Surface, window: Box): void {
    if (this.areas.length === 0) {
      surface.text(this.messages.text("compareNothing"), 8, 20, { colour: this.theme.soft });
      return;
    }
    paintHeatMap(surface, this.grid, this.plot, window, this.cursor, this.theme, `${this.headKey} ${this.theme.dark}`);
  }

  protected readout(): readonly (Node | string)[] {
    const { head, messages, grid } = this;
    if (!head || this.areas.length === 0) {
      return [];
    }
    const { cursor } = this;
    const { row, column } = cursor ?? this.most;
    const [first, second] = this.names;
    const about = { row, column };
    const cell = [
      element("b", {}, grid.rows[row] ?? ""), " \u2192 ", element("b", {}, grid.columns[column] ?? ""),
      `: ${first} `, numberSpan(head.first(row, column), { ...about, of: "first" }),
      `, ${second} `, numberSpan(head.second(row, column), { ...about, of: "second" }),
      `, ${messages.text("compareDifference").toLowerCase()} `, numberSpan(head.difference(row, column), { ...about, of: "difference" }),
      ` (${messages.text("offBy", { bound: bound(head.bound(row)) })})`,
    ];
    return cursor ? cell : [
      `${messages.text("compareMean")} `, numberSpan(this.most.mean, { of: "mean" }, 4), `. ${messages.text("compareMost")} `, ...cell,
    ];
  }

  protected table(): TableContent {
    const { grid, messages, head } = this;
    const [first, second] = this.names;
    return {
      caption: messages.text("compareTable", { layer: this.layer.number, head: this.reference.head }),
      headings: [messages.text("token"), messages.text("compareMost"), first, second, messages.text("compareDifference")],
      rowCount: grid.rows.length,
      row: (row) => {
        const [column = 0] = strongest(grid.columns.length, (each) => Math.abs(head?.difference(row, each) ?? 0), 1);
        const values = head ? [head.first(row, column), head.second(row, column), head.difference(row, column)] : [];
        return [grid.rows[row] ?? "", grid.columns[column] ?? "", ...values.map((value) => value.toFixed(3))];
      },
    };
  }

  protected notes(): readonly string[] {
    const stack = this.stacks.get(this.stack.kind);
    const { messages } = this;
    const notes = [messages.text("noteCompare"), messages.text("noteBits")];
    if (stack && stack.left > 0) {
      notes.push(messages.text("noteUnaligned", { count: stack.left }));
    }
    return notes;
  }
}
