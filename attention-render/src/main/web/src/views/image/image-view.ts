import type { Surface } from "../../draw/surface";
import type { Axis } from "../../model/axis";
import { drawn } from "../../model/limits";
import { meanOf, profile, type Side } from "../../model/mean";
import { label, prettyText } from "../../model/token-text";
import type { TokenInfo } from "../../payload/payload";
import type { Area, Box } from "../../shell/area";
import type { TableContent } from "../../shell/data-table";
import type { Features } from "../../shell/features";
import { AttentionView } from "../../shell/view-element";
import { headsName, looking, lookingTable, type Looking } from "../looking";
import { patchArea, rowArea, ROW } from "./areas";
import { Picture } from "./picture";

const GAP = 26;
const LEGEND = 40;
/** Seen on dark and on light pictures alike. */
const OVERLAY = "#ff6a00";
/** How much of the picture the colours cover at first, in percent. */
const COVERED = 85;
/** Steps of the scale below the picture. */
const STEPS = 32;

/** `<attention-image-view>`: tokens that are patches of a picture, drawn over it and coloured by where a token looks. */
export class AttentionImageView extends AttentionView {
  private picture: Picture | null = null;
  private frame: Box = { x: 0, y: 0, width: 1, height: 1 };
  private listX = 0;
  private wanted = -1;
  /** {@link wanted}, or another where that one is not shown. */
  private current = -1;

  protected features(): Features {
    return { layer: true, heads: "many", filters: ["special", "pieces"], limits: true, search: true };
  }

  protected override prepared(): void {
    const { messages, controls } = this;
    if (!this.payload.stacks.some((stack) => stack.keyTokens.some((token) => token.region))) {
      throw new Error(messages.text("noRegions"));
    }
    const sides = [["looks", messages.text("sideLooks")], ["seen", messages.text("sideSeen")]] as const;
    controls.main.append(
      controls.ownChoice("side", sides, messages.text("side")), controls.ownRange("overlay", COVERED, messages.text("overlay")));
  }

  protected override pending(): Promise<unknown> | null {
    if (this.picture) {
      return null;
    }
    return Picture.load(this.payload).then((picture) => {
      if (!picture) {
        throw new Error(this.messages.text("noPicture"));
      }
      this.picture = picture;
    });
  }

  /** How much of the picture the colours cover, 0 to 1. */
  private get overlay(): number {
    const chosen = Number(this.chosen.own["overlay"] ?? COVERED);
    return Math.max(0, Math.min(100, Number.isFinite(chosen) ? chosen : COVERED)) / 100;
  }

  private get own(): boolean {
    return this.stack.queryTokens === this.stack.keyTokens;
  }

  private get side(): Side {
    return this.chosen.own["side"] === "seen" && this.own ? "key" : "query";
  }

  /** The row or column of what is held, or pointed at, or was before; at first of a token without a place in the picture. */
  private get at(): { readonly side: Side; readonly position: number } {
    const { side, lens } = this;
    const axis = side === "query" ? lens.rows : lens.columns;
    const focus = this.chosen.locked ?? this.hovered;
    if (focus && axis.positionOf(focus.index) >= 0 && (focus.area === "token" || (focus.area === "patch" && this.own))) {
      this.wanted = focus.index;
    }
    this.current = this.wanted;
    if (axis.positionOf(this.current) < 0) {
      const tokens = this.tokensOf(axis);
      this.current = (tokens.find((token) => !token.region) ?? tokens[0])?.index ?? -1;
    }
    return { side, position: axis.positionOf(this.current) };
  }

  private tokensOf(axis: Axis): readonly TokenInfo[] {
    const all = axis === this.lens.rows ? this.stack.queryTokens : this.stack.keyTokens;
    return axis.items.flatMap((item) => all[item.tokens[0] ?? 0] ?? []);
  }

  /** What is to be said of the chosen token: the mean over the shown heads. */
  private get told(): Looking | null {
    const heads = this.shownHeads;
    const weights = meanOf(heads.map((head) => head.weights));
    const { at, lens } = this;
    return weights && at.position >= 0
      ? {
          weights, heads: headsName(heads.map((head) => head.number), this.messages), lens, ...at,
          name: (item) => this.nameOf(item && (this.stack.keyTokens[item.tokens[0] ?? 0] ?? this.stack.queryTokens[item.tokens[0] ?? 0])),
        }
      : null;
  }

  /** The weights that are drawn, by token. */
  private drawnWeights(): (token: number) => number {
    const { at, lens } = this;
    const weights = meanOf(this.shownHeads.map((head) => drawn(head.weights, this.chosen)));
    const of = weights && at.position >= 0 ? profile(weights, at.side, at.position) : null;
    const other = at.side === "query" ? lens.columns : lens.rows;
    return (token) => of?.[other.positionOf(token)] ?? 0;
  }

  protected layout(width: number) {
    const picture = this.picture as Picture;
    const list = this.tokensOf(this.lens.rows).filter((token) => !token.region);
    const beside = width >= 560;
    const most = Math.min(beside ? width * 0.62 : width - 4, Math.max(260, innerHeight * 0.62));
    const scale = most / Math.max(picture.width, picture.height);
    this.frame = { x: 2, y: 2, width: picture.width * scale, height: picture.height * scale };
    const below = this.frame.height + LEGEND;
    this.listX = beside ? this.frame.width + GAP : 2;
    const listY = beside ? 2 : below + 8;
    const { messages } = this;
    const areas: Area[] = [
      patchArea(this.frame, this.tokensOf(this.lens.columns), messages.text("patches"), (token) => this.nameOf(token)),
      rowArea(this.listX, listY, Math.max(120, Math.min(300, width - this.listX - 4)), list, messages.text("others")),
    ];
    return { size: { width, height: Math.max(below, listY + list.length * ROW + 6) }, areas };
  }

  private nameOf(token: TokenInfo | undefined): string {
    const text = token ? label(this.chosen.pieces ? token.piece : prettyText(token)) : "";
    return token?.region ? this.messages.text("patchOption", { number: text || token.index }) : text;
  }

  protected paint(surface: Surface): void {
    const { frame, theme, overlay } = this;
    this.picture?.paint(surface, frame);
    const weight = this.drawnWeights();
    const [patches, others] = this.areas;
    const numbers = Array.from({ length: patches?.count ?? 0 }, (_, position) => patches?.numberOf(position) ?? -1);
    const largest = numbers.reduce((most, number) => Math.max(most, weight(number)), 0);
    numbers.forEach((number, position) => {
      const { x, y, width, height } = patches?.box(position) as Box;
      const share = largest > 0 ? Math.max(0, weight(number)) / largest : 0;
      surface.rect(x, y, width, height, { fill: theme.forced ? theme.ink : OVERLAY, alpha: share * overlay });
    });
    const { search } = this.chosen;
    for (const position of search ? this.lens.columns.find(search) : []) {
      const number = this.lens.columns.items[position]?.tokens[0] ?? -1;
      frameOf(surface, patches, patches?.positionOf(number) ?? -1, theme.focus, theme.ground);
    }
    if (this.own) {
      frameOf(surface, patches, patches?.positionOf(this.current) ?? -1, "#ffffff", "#000000");
    }
    surface.rect(frame.x, frame.y, frame.width, frame.height, { stroke: theme.line });
    this.paintLegend(surface, largest);
    if (others) {
      this.paintOthers(surface, others, weight);
    }
  }

  private paintOthers(surface: Surface, others: Area, weight: (token: number) => number): void {
    const { theme, stack, lens } = this;
    const found = lens.rows.find(this.chosen.search);
    for (let position = 0; position < others.count; position++) {
      const number = others.numberOf(position);
      const { x, y, width, height } = others.box(position);
      const middle = y + height / 2;
      if (found.has(lens.rows.positionOf(number))) {
        surface.rect(x + 1, y + 1, width - 2, height - 2, { fill: theme.focus, alpha: 0.24, radius: 5 });
      }
      if (number === this.current) {
        surface.rect(x + 1, y + 1, width - 2, height - 2, { fill: theme.panel, stroke: theme.focus, lineWidth: 1.5, radius: 5 });
      }
      surface.text(this.nameOf(stack.queryTokens[number]), x + 9, middle, {
        colour: theme.ink, weight: number === this.current ? 650 : 400, maxWidth: width - 70,
      });
      if (this.own) {
        surface.text(weight(number).toFixed(3), x + width - 8, middle, { colour: theme.soft, size: 12, align: "end" });
      }
    }
  }

  private paintLegend(surface: Surface, largest: number): void {
    const { frame, theme } = this;
    const width = Math.min(220, frame.width);
    const y = frame.y + frame.height + 12;
    for (let i = 0; i < STEPS; i++) {
      surface.rect(frame.x + (i * width) / STEPS, y, width / STEPS, 8, { fill: theme.forced ? theme.ink : OVERLAY, alpha: (i / (STEPS - 1)) * this.overlay });
    }
    surface.rect(frame.x - 0.5, y - 0.5, width + 1, 9, { stroke: theme.line });
    surface.text("0", frame.x, y + 18, { colour: theme.soft, size: 11 });
    surface.text(largest.toFixed(3), frame.x + width, y + 18, { colour: theme.soft, size: 11, align: "end" });
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
    return [this.messages.text("imageHint"), this.messages.text("noteImage"), ...this.filterNotes()];
  }
}

/** A frame that is seen on every colour. */
function frameOf(surface: Surface, area: Area | undefined, position: number, inner: string, outer: string): void {
  if (area && position >= 0) {
    const { x, y, width, height } = area.box(position);
    surface.rect(x, y, width, height, { stroke: outer, lineWidth: 5 });
    surface.rect(x, y, width, height, { stroke: inner, lineWidth: 2.5 });
  }
}
