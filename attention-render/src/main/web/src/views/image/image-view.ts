import type { Surface } from "../../draw/surface";
import { label, prettyText } from "../../model/token-text";
import type { HeadWeights } from "../../payload/head-weights";
import type { TokenInfo } from "../../payload/payload";
import type { Area, Box } from "../../shell/area";
import type { Features } from "../../shell/controls";
import type { TableContent } from "../../shell/data-table";
import { element } from "../../shell/dom";
import { AttentionView } from "../../shell/view-element";
import { bound, numberSpan, strongest } from "../words";
import { patchArea, rowArea, ROW } from "./areas";
import { Picture } from "./picture";

const GAP = 26;
const LEGEND = 40;
/** Seen on dark and on light pictures alike. */
const OVERLAY = "#ff6a00";
/** Steps of the scale below the picture. */
const STEPS = 32;

/** `<attention-image-view>`: tokens that are patches of a picture, drawn over it and coloured by where a token looks. */
export class AttentionImageView extends AttentionView {
  private picture: Picture | null = null;
  private frame: Box = { x: 0, y: 0, width: 1, height: 1 };
  private listX = 0;
  private current = -1;

  protected features(): Features {
    return { layer: true, heads: "many", filters: false, limits: false, search: false };
  }

  protected override prepared(): void {
    const { messages } = this;
    if (!this.payload.stacks.some((stack) => stack.keyTokens.some((token) => token.region))) {
      throw new Error(messages.text("noRegions"));
    }
    const side = element("select", { name: "side" },
      element("option", { value: "looks" }, messages.text("sideLooks")),
      element("option", { value: "seen" }, messages.text("sideSeen")));
    side.value = this.seen ? "seen" : "looks";
    side.addEventListener("change", () => this.update({ own: { ...this.chosen.own, side: side.value } }));
    const overlay = element("input", { type: "range", name: "overlay", min: "0", max: "100", value: String(this.overlay * 100) });
    overlay.addEventListener("input", () => this.update({ own: { ...this.chosen.own, overlay: overlay.value } }));
    this.controls.main.append(element("label", {}, messages.text("side"), side), element("label", {}, messages.text("overlay"), overlay));
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
    const chosen = Number(this.chosen.own["overlay"] ?? 85);
    return Math.max(0, Math.min(100, Number.isFinite(chosen) ? chosen : 85)) / 100;
  }

  private get own(): boolean {
    return this.stack.queryTokens === this.stack.keyTokens;
  }

  private get seen(): boolean {
    return this.chosen.own["side"] === "seen" && this.own;
  }

  private get heads(): readonly HeadWeights[] {
    return this.needs().flatMap(({ layer, head }) => this.payload.decodedHead(layer, head) ?? []);
  }

  /** The token that is held, or pointed at, or was before; at first one without a place, such as a class token. */
  private get token(): number {
    const tokens = this.stack.queryTokens;
    const focus = this.chosen.locked ?? this.hovered;
    const area = focus && this.areas.find((each) => each.name === focus.area);
    if (focus && area && focus.index < tokens.length && (this.own || focus.area === "token")) {
      this.current = focus.index;
    }
    if (this.current < 0 || this.current >= tokens.length) {
      this.current = Math.max(0, tokens.findIndex((token) => !token.region));
    }
    return this.current;
  }

  private weights(): { readonly of: Float32Array; bound(index: number): number } {
    const { token, heads, seen } = this;
    const of = new Float32Array(seen ? this.stack.queryTokens.length : this.stack.keyTokens.length);
    for (const head of heads) {
      for (let i = 0; i < of.length; i++) {
        of[i] = (of[i] as number) + (seen ? head.weight(i, token) : head.weight(token, i)) / heads.length;
      }
    }
    return { of, bound: (index) => heads.reduce((sum, head) => sum + head.errorBound(seen ? index : token) / heads.length, 0) };
  }

  protected layout(width: number) {
    const picture = this.picture as Picture;
    const list = this.stack.queryTokens.filter((token) => !token.region);
    const beside = width >= 560;
    const most = Math.min(beside ? width * 0.62 : width - 4, Math.max(260, innerHeight * 0.62));
    const scale = most / Math.max(picture.width, picture.height);
    this.frame = { x: 2, y: 2, width: picture.width * scale, height: picture.height * scale };
    const below = this.frame.height + LEGEND;
    this.listX = beside ? this.frame.width + GAP : 2;
    const listY = beside ? 2 : below + 8;
    const { messages } = this;
    const areas: Area[] = [
      patchArea(this.frame, this.stack.keyTokens, messages.text("patches"), (token) => this.nameOf(token)),
      rowArea(this.listX, listY, Math.max(120, Math.min(300, width - this.listX - 4)), list, messages.text("others")),
    ];
    return { size: { width, height: Math.max(below, listY + list.length * ROW + 6) }, areas };
  }

  private nameOf(token: TokenInfo | undefined): string {
    const text = token ? label(prettyText(token)) : "";
    return token?.region ? this.messages.text("patchOption", { number: text || token.index }) : text;
  }

  protected paint(surface: Surface): void {
    const { frame, theme, stack, overlay } = this;
    this.picture?.paint(surface, frame);
    const { of } = this.weights();
    let largest = 0;
    stack.keyTokens.forEach((token, index) => (largest = token.region ? Math.max(largest, of[index] ?? 0) : largest));
    const [patches, others] = this.areas;
    for (let position = 0; patches && position < patches.count; position++) {
      const box = patches.box(position);
      const share = largest > 0 ? (of[patches.numberOf(position)] ?? 0) / largest : 0;
      surface.rect(box.x, box.y, box.width, box.height, { fill: OVERLAY, alpha: share * overlay });
    }
    const chosen = patches?.positionOf(this.token) ?? -1;
    if (patches && this.own && chosen >= 0) {
      const box = patches.box(chosen);
      surface.rect(box.x, box.y, box.width, box.height, { stroke: "#000000", lineWidth: 5 });
      surface.rect(box.x, box.y, box.width, box.height, { stroke: "#ffffff", lineWidth: 2.5 });
    }
    surface.rect(frame.x, frame.y, frame.width, frame.height, { stroke: theme.line });
    this.paintLegend(surface, largest);
    for (let position = 0; others && position < others.count; position++) {
      const number = others.numberOf(position);
      const box = others.box(position);
      if (number === this.token) {
        surface.rect(box.x + 1, box.y + 1, box.width - 2, box.height - 2, { fill: theme.panel, stroke: theme.focus, lineWidth: 1.5, radius: 5 });
      }
      surface.text(this.nameOf(stack.queryTokens[number]), box.x + 9, box.y + box.height / 2, {
        colour: theme.ink, weight: number === this.token ? 650 : 400, maxWidth: box.width - 70,
      });
      if (this.own) {
        surface.text((of[number] ?? 0).toFixed(3), box.x + box.width - 8, box.y + box.height / 2, { colour: theme.soft, size: 12, align: "end" });
      }
    }
  }

  private paintLegend(surface: Surface, largest: number): void {
    const { frame, theme } = this;
    const width = Math.min(220, frame.width);
    const y = frame.y + frame.height + 12;
    for (let i = 0; i < STEPS; i++) {
      surface.rect(frame.x + (i * width) / STEPS, y, width / STEPS, 8, { fill: OVERLAY, alpha: (i / (STEPS - 1)) * this.overlay });
    }
    surface.rect(frame.x - 0.5, y - 0.5, width + 1, 9, { stroke: theme.line });
    surface.text("0", frame.x, y + 18, { colour: theme.soft, size: 11 });
    surface.text(largest.toFixed(3), frame.x + width, y + 18, { colour: theme.soft, size: 11, align: "end" });
  }

  protected readout(): readonly (Node | string)[] {
    const { messages, heads, stack, seen } = this;
    if (heads.length === 0) {
      return [messages.text("noHead")];
    }
    const { of, bound: errorBound } = this.weights();
    const most = strongest(of.length, (i) => of[i] as number);
    const text = heads.length === 1
      ? messages.text("oneHead", { head: this.chosen.heads[0] ?? 0 })
      : messages.text("meanOfHeads", { count: heads.length });
    const parts: (Node | string)[] = [
      element("b", {}, this.nameOf(stack.queryTokens[this.token])), ` ${messages.text(seen ? "isLookedAt" : "looksAt", { heads: text })} `,
    ];
    most.forEach((index, i) => parts.push(
      i > 0 ? ", " : "", element("b", {}, this.nameOf(stack.keyTokens[index])), " ", numberSpan(of[index] as number, { index }),
    ));
    return [...parts, ` (${messages.text("errorBound", { bound: bound(Math.max(...most.map(errorBound))) })})`];
  }

  protected table(): TableContent {
    const { of } = this.weights();
    const order = strongest(of.length, (i) => of[i] as number, of.length);
    const { messages, stack } = this;
    return {
      caption: messages.text(this.seen ? "tableSeen" : "tableLooks", { token: this.nameOf(stack.queryTokens[this.token]) }),
      headings: [messages.text("token"), messages.text("weight")],
      rowCount: order.length,
      row: (row) => [this.nameOf(stack.keyTokens[order[row] ?? 0]), (of[order[row] ?? 0] ?? 0).toFixed(3)],
    };
  }

  protected notes(): readonly string[] {
    return [this.messages.text("imageHint"), this.messages.text("noteImage"), this.messages.text("noteBits")];
  }
}
