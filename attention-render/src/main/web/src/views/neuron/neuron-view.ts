import { columns, HEAD, paintNeurons, ROW, signedNumber, type Columns } from "../../draw/neurons";
import { headColour } from "../../draw/palette";
import type { Surface } from "../../draw/surface";
import type { Axis } from "../../model/axis";
import type { ShownWeights } from "../../model/lens";
import { label } from "../../model/token-text";
import { HeadVectors } from "../../payload/vectors";
import type { Area, Box } from "../../shell/area";
import type { TableContent } from "../../shell/data-table";
import { element } from "../../shell/dom";
import type { Features } from "../../shell/features";
import { AttentionView } from "../../shell/view-element";
import { tellingRow } from "../telling";
import { bound, numberSpan, strongest } from "../words";
import { productArea, queryArea } from "./areas";

/** A head with its vectors, and what is usual among them. */
interface Loaded {
  readonly key: string;
  readonly vectors: HeadVectors;
  readonly usual: number;
}

/**
 * `<attention-neuron-view>`: how a weight comes about: query, key, their product number by number, its sum, and the
 * weight (after the neuron view of BertViz, Vig 2019), for every layer whose queries and keys were extracted.
 */
export class AttentionNeuronView extends AttentionView {
  private loaded: Loaded | null = null;
  private at!: Columns;
  private current = -1;
  private currentOf = "";
  private fold!: HTMLButtonElement;

  protected features(): Features {
    return { layer: true, heads: "one", filters: ["sentences", "special", "pieces"], limits: true, search: true };
  }

  protected override prepared(): void {
    this.fold = element("button", { className: "plain", type: "button" });
    this.fold.addEventListener("click", () => this.update({ own: { ...this.chosen.own, collapsed: this.expanded ? "1" : "" } }));
    this.controls.main.append(this.fold);
  }

  protected override painted(): void {
    this.fold.textContent = this.messages.text(this.expanded ? "neuronCollapse" : "neuronExpand");
    this.fold.setAttribute("aria-expanded", String(this.expanded));
  }

  private get expanded(): boolean {
    return !this.chosen.own["collapsed"];
  }

  private get head(): number {
    return this.chosen.heads[0] ?? this.layer.heads[0] ?? 0;
  }

  protected override needs() {
    return [{ layer: this.layer, head: this.head }];
  }

  private get key(): string {
    return `${this.stack.kind} ${this.layer.number} ${this.head}`;
  }

  protected override pending(): Promise<unknown> | null {
    const { key } = this;
    if (this.loaded?.key === key) {
      return null;
    }
    return HeadVectors.load(this.payload, this.stack.kind, this.layer.number, this.head).then((vectors) => {
      if (!vectors) {
        throw new Error(this.messages.text("noVectors", { kind: this.messages.text(this.stack.kind), layer: this.layer.number }));
      }
      this.loaded = { key, vectors, usual: Math.max(vectors.queries.usual(), vectors.keys.usual()) };
    });
  }

  private get weights(): ShownWeights {
    return this.weightsOf({ layer: this.layer, head: this.head }) as ShownWeights;
  }

  private get vectors(): HeadVectors {
    return (this.loaded as Loaded).vectors;
  }

  /** The row whose computation is shown: held, or pointed at, or the one before. */
  private get query(): number {
    const { rows } = this.lens;
    const { locked } = this.chosen;
    const focus = locked?.area === "query" ? locked : this.hovered?.area === "query" ? this.hovered : null;
    if (focus && rows.positionOf(focus.index) >= 0) {
      this.current = focus.index;
      this.currentOf = this.stack.name;
    }
    if (this.currentOf !== this.stack.name || rows.positionOf(this.current) < 0) {
      this.currentOf = this.stack.name;
      this.current = rows.items[tellingRow(this.stack, this.lens, this.weights)]?.tokens[0] ?? -1;
    }
    return rows.positionOf(this.current);
  }

  /** The number within a product that is pointed at. */
  private get cursor(): { readonly key: number; readonly dimension: number } | null {
    const { hovered } = this;
    const { dimension } = this.vectors.keys;
    const key = Math.floor((hovered?.index ?? 0) / dimension);
    return hovered?.area === "product" && this.expanded && key < this.lens.columns.size && this.lens.rows.size > 0
      ? { key, dimension: hovered.index % dimension }
      : null;
  }

  /** A click holds queries; a product is only pointed at. */
  protected override hold(area: Area, position: number): void {
    if (area.name === "query") {
      super.hold(area, position);
    }
  }

  protected layout(width: number) {
    this.at = columns(width, this.expanded);
    const areas: Area[] = [queryArea(this.at, this.lens.rows, this.messages.text("query"), () => this.stage.window())];
    if (this.expanded && this.lens.rows.size > 0) {
      const { messages } = this;
      areas.push(productArea(this.at, this.lens.columns.size, this.vectors.keys.dimension, {
        label: messages.text("neuronProducts"),
        option: (key, dimension) => this.productText(key, dimension),
      }, () => this.stage.window()));
    }
    const rows = Math.max(this.lens.rows.size, this.lens.columns.size);
    return { size: { width, height: HEAD + rows * ROW + 6 }, areas };
  }

  /** Queries, keys and their products by row and column. */
  private get byPlace() {
    const { rows, columns } = this.lens;
    const { vectors } = this;
    const query = (row: number) => rows.items[row]?.tokens[0] ?? 0;
    const key = (column: number) => columns.items[column]?.tokens[0] ?? 0;
    return {
      queryVector: (row: number) => vectors.queries.vector(query(row)),
      keyVector: (column: number) => vectors.keys.vector(key(column)),
      product: (row: number, column: number) => vectors.product(query(row), key(column)),
      dot: (row: number, column: number) => vectors.dot(query(row), key(column)),
      dotBound: (row: number, column: number) => vectors.dotBound(query(row), key(column)),
    };
  }

  protected paint(surface: Surface, window: Box): void {
    const query = this.query;
    const { messages, vectors, at, theme, byPlace } = this;
    const drawn = this.drawnOf({ layer: this.layer, head: this.head }) ?? this.weights;
    const dots = query < 0 ? [] : this.lens.columns.items.map((_, key) => byPlace.dot(query, key));
    const rms = (values: readonly number[]) => Math.sqrt(values.reduce((sum, each) => sum + each * each, 0) / Math.max(1, values.length));
    const tokens = (axis: Axis) => {
      const found = axis.find(this.chosen.search);
      return axis.items.map((item, position) => ({ text: label(item.text), special: item.special, found: found.has(position) }));
    };
    paintNeurons(surface, {
      columns: at, expanded: this.expanded, theme, accent: theme.forced ? theme.ink : headColour(this.head, theme.dark),
      queries: tokens(this.lens.rows), keys: tokens(this.lens.columns),
      chosen: query, held: this.chosen.locked?.area === "query", cursor: this.cursor, dimension: vectors.keys.dimension, ...byPlace,
      usual: {
        vector: (this.loaded as Loaded).usual,
        product: rms(dots) / vectors.keys.dimension + (this.loaded as Loaded).usual ** 2 / 2,
        dot: rms(dots),
      },
      weight: (from, to) => drawn.weight(from, to), window,
      titles: at.narrow
        ? { query: "q", key: "k", product: "q \u00d7 k", dot: "q\u00b7k", weight: "softmax" }
        : {
            query: messages.text("neuronQuery"), key: messages.text("neuronKey"), product: messages.text("neuronProduct"),
            dot: "q \u00b7 k", weight: "softmax",
          },
    });
  }

  private keyName(key: number): string {
    return label(this.lens.columns.items[key]?.text ?? "");
  }

  private productText(key: number, dimension: number): string {
    const { query, byPlace } = this;
    const q = byPlace.queryVector(query)[dimension] ?? 0;
    const k = byPlace.keyVector(key)[dimension] ?? 0;
    return this.messages.text("neuronCell", {
      key: this.keyName(key), dimension, q: signedNumber(q, 3), k: signedNumber(k, 3), product: signedNumber(q * k, 3),
    });
  }

  protected readout(): readonly (Node | string)[] {
    const { query, weights, cursor, messages, byPlace } = this;
    const { rows, columns } = this.lens;
    if (query < 0 || columns.size === 0) {
      return [messages.text("noTokens")];
    }
    const from = element("b", {}, label(rows.items[query]?.text ?? ""));
    const weight = (key: number, about: Readonly<Record<string, string | number>>) => [
      `${messages.text("weight").toLowerCase()} `,
      numberSpan(weights.weight(query, key), { ...about, of: "weight", bound: weights.bound(query, key) }),
      ` (${messages.text("offBy", { bound: bound(weights.bound(query, key)) })})`,
    ];
    const numbers = (key: number) => ({ query: rows.items[query]?.tokens[0] ?? 0, key: columns.items[key]?.tokens[0] ?? 0 });
    if (cursor) {
      const q = byPlace.queryVector(query)[cursor.dimension] ?? 0;
      const k = byPlace.keyVector(cursor.key)[cursor.dimension] ?? 0;
      const about = { ...numbers(cursor.key), dimension: cursor.dimension };
      return [
        from, " \u2192 ", element("b", {}, this.keyName(cursor.key)),
        `, ${messages.text("neuronDimension", { dimension: cursor.dimension })}: q `, numberSpan(q, { ...about, of: "q" }),
        " \u00d7 k ", numberSpan(k, { ...about, of: "k" }), " = ", numberSpan(q * k, { ...about, of: "product" }),
        "; q \u00b7 k = ", numberSpan(byPlace.dot(query, cursor.key), { ...about, of: "dot" }), ", ", ...weight(cursor.key, about),
      ];
    }
    const [most = 0] = strongest(columns.size, (key) => weights.weight(query, key), 1);
    const about = numbers(most);
    return [
      from, ` ${messages.text("looksMostAt").toLowerCase()} `, element("b", {}, this.keyName(most)),
      ": q \u00b7 k = ", numberSpan(byPlace.dot(query, most), { ...about, of: "dot" }),
      ` (${messages.text("offBy", { bound: bound(byPlace.dotBound(query, most)) })}), `, ...weight(most, about),
    ];
  }

  protected table(): TableContent {
    const { query, byPlace, weights, messages } = this;
    const { rows, columns } = this.lens;
    return {
      caption: messages.text("neuronTable", {
        query: label(rows.items[query]?.text ?? ""), layer: this.layer.number, head: this.head,
      }),
      headings: [messages.text("key"), "q \u00b7 k", messages.text("weight")],
      rowCount: query < 0 ? 0 : columns.size,
      row: (key) => [this.keyName(key), signedNumber(byPlace.dot(query, key), 3), weights.weight(query, key).toFixed(3)],
    };
  }

  protected notes(): readonly string[] {
    const { messages } = this;
    return [messages.text("noteNeuron"), messages.text("noteVectors"), ...this.filterNotes()];
  }
}
