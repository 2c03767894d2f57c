import { columns, HEAD, paintNeurons, ROW, signedNumber, type Columns } from "../../draw/neurons";
import { headColour } from "../../draw/palette";
import type { Surface } from "../../draw/surface";
import { label, prettyText } from "../../model/token-text";
import { HeadVectors } from "../../payload/vectors";
import type { HeadWeights } from "../../payload/head-weights";
import type { Area, Box } from "../../shell/area";
import type { Features } from "../../shell/controls";
import type { TableContent } from "../../shell/data-table";
import { element } from "../../shell/dom";
import { AttentionView } from "../../shell/view-element";
import { tellingQuery } from "../telling";
import { bound, numberSpan } from "../words";
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

  protected features(): Features {
    return { layer: true, heads: "one", filters: false, limits: false, search: false };
  }

  protected override prepared(): void {
    const button = element("button", { className: "plain", type: "button" });
    const show = () => {
      button.textContent = this.messages.text(this.expanded ? "neuronCollapse" : "neuronExpand");
      button.setAttribute("aria-expanded", String(this.expanded));
    };
    button.addEventListener("click", () => {
      this.update({ own: { ...this.chosen.own, collapsed: this.expanded ? "1" : "" } });
      show();
    });
    show();
    this.controls.main.append(button);
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

  private get weights(): HeadWeights {
    return this.payload.decodedHead(this.layer, this.head) as HeadWeights;
  }

  private get vectors(): HeadVectors {
    return (this.loaded as Loaded).vectors;
  }

  /** The query whose computation is shown: held, or pointed at, or the one before. */
  private get query(): number {
    if (this.currentOf !== this.stack.kind) {
      this.currentOf = this.stack.kind;
      this.current = tellingQuery(this.stack, this.weights);
    }
    const { locked } = this.chosen;
    const focus = locked?.area === "query" ? locked : this.hovered?.area === "query" ? this.hovered : null;
    if (focus && focus.index < this.stack.queryTokens.length) {
      this.current = focus.index;
    }
    return this.current;
  }

  /** The number within a product that is pointed at. */
  private get cursor(): { readonly key: number; readonly dimension: number } | null {
    const { hovered } = this;
    const { dimension } = this.vectors.keys;
    return hovered?.area === "product" && this.expanded
      ? { key: Math.floor(hovered.index / dimension), dimension: hovered.index % dimension }
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
    const areas: Area[] = [queryArea(this.at, this.stack.queryTokens, this.messages.text("query"), () => this.stage.window())];
    if (this.expanded) {
      const { messages } = this;
      areas.push(productArea(this.at, this.stack.keyTokens.length, this.vectors.keys.dimension, {
        label: messages.text("neuronProducts"),
        option: (key, dimension) => this.productText(key, dimension),
      }, () => this.stage.window()));
    }
    const rows = Math.max(this.stack.queryTokens.length, this.stack.keyTokens.length);
    return { size: { width, height: HEAD + rows * ROW + 6 }, areas };
  }

  protected paint(surface: Surface, window: Box): void {
    const query = this.query;
    const { messages, weights, vectors, at } = this;
    const dots = this.stack.keyTokens.map((_, key) => vectors.dot(query, key));
    const rms = (values: readonly number[]) => Math.sqrt(values.reduce((sum, each) => sum + each * each, 0) / values.length);
    const tokens = (of: typeof this.stack.queryTokens) => of.map((token) => ({ text: label(prettyText(token)), special: token.special }));
    paintNeurons(surface, {
      columns: at, expanded: this.expanded, theme: this.theme, accent: headColour(this.head, this.theme.dark),
      queries: tokens(this.stack.queryTokens), keys: tokens(this.stack.keyTokens),
      chosen: query, held: this.chosen.locked?.area === "query", cursor: this.cursor, vectors,
      usual: {
        vector: (this.loaded as Loaded).usual,
        product: rms(dots) / vectors.keys.dimension + (this.loaded as Loaded).usual ** 2 / 2,
        dot: rms(dots),
      },
      weight: (from, to) => weights.weight(from, to), window,
      titles: at.narrow
        ? { query: "q", key: "k", product: "q \u00d7 k", dot: "q\u00b7k", weight: "softmax" }
        : {
            query: messages.text("neuronQuery"), key: messages.text("neuronKey"), product: messages.text("neuronProduct"),
            dot: "q \u00b7 k", weight: "softmax",
          },
    });
  }

  private productText(key: number, dimension: number): string {
    const { query, vectors } = this;
    const q = vectors.queries.vector(query)[dimension] ?? 0;
    const k = vectors.keys.vector(key)[dimension] ?? 0;
    return this.messages.text("neuronCell", {
      key: label(this.stack.keyTokens[key]?.text ?? ""), dimension,
      q: signedNumber(q, 3), k: signedNumber(k, 3), product: signedNumber(q * k, 3),
    });
  }

  protected readout(): readonly (Node | string)[] {
    const { query, vectors, weights, cursor, messages, stack } = this;
    const from = element("b", {}, label(stack.queryTokens[query]?.text ?? ""));
    if (cursor) {
      const q = vectors.queries.vector(query)[cursor.dimension] ?? 0;
      const k = vectors.keys.vector(cursor.key)[cursor.dimension] ?? 0;
      const about = { query, key: cursor.key, dimension: cursor.dimension };
      return [
        from, " \u2192 ", element("b", {}, label(stack.keyTokens[cursor.key]?.text ?? "")),
        `, ${messages.text("neuronDimension", { dimension: cursor.dimension })}: q `, numberSpan(q, { ...about, of: "q" }),
        " \u00d7 k ", numberSpan(k, { ...about, of: "k" }), " = ", numberSpan(q * k, { ...about, of: "product" }),
        "; q \u00b7 k = ", numberSpan(vectors.dot(query, cursor.key), { ...about, of: "dot" }),
        ", ", messages.text("weight").toLowerCase(), " ", numberSpan(weights.weight(query, cursor.key), { ...about, of: "weight" }),
      ];
    }
    let most = 0;
    stack.keyTokens.forEach((_, key) => (most = weights.weight(query, key) > weights.weight(query, most) ? key : most));
    const about = { query, key: most };
    return [
      from, ` ${messages.text("looksMostAt").toLowerCase()} `, element("b", {}, label(stack.keyTokens[most]?.text ?? "")),
      ": q \u00b7 k = ", numberSpan(vectors.dot(query, most), { ...about, of: "dot" }),
      ` (${messages.text("offBy", { bound: bound(vectors.dotBound(query, most)) })}), ${messages.text("weight").toLowerCase()} `,
      numberSpan(weights.weight(query, most), { ...about, of: "weight" }),
      ` (${messages.text("offBy", { bound: bound(weights.errorBound(query)) })})`,
    ];
  }

  protected table(): TableContent {
    const { query, vectors, weights, messages, stack } = this;
    return {
      caption: messages.text("neuronTable", {
        query: label(stack.queryTokens[query]?.text ?? ""), layer: this.layer.number, head: this.head,
      }),
      headings: [messages.text("key"), "q \u00b7 k", messages.text("weight")],
      rowCount: stack.keyTokens.length,
      row: (key) => [
        label(stack.keyTokens[key]?.text ?? ""), signedNumber(vectors.dot(query, key), 3), weights.weight(query, key).toFixed(3),
      ],
    };
  }

  protected notes(): readonly string[] {
    const { messages } = this;
    return [messages.text("noteNeuron"), messages.text("noteVectors"), messages.text("noteBits")];
  }
}
