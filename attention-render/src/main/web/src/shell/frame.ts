import type { Messages } from "./messages";
import { DataTable, type TableContent } from "./data-table";
import { element } from "./dom";
import { pngOf, save, svgOf, type Drawing } from "./export";
import { LinkButton } from "./link";

/** What a frame asks of the view in it. */
export interface FrameSource {
  readonly state: string;
  readonly fileName: string;
  drawing(): Drawing;
  repaint(): void;
}

/** What stands around every view: heading, read-out, notes, and buttons to save, link and tabulate what is shown. */
export class Frame {
  private readonly readout = element("p", { className: "readout" });
  private readonly note = element("p", { className: "note" });
  private readonly dataTable: DataTable;

  constructor(private readonly host: Element, private readonly messages: Messages, private readonly source: FrameSource) {
    this.dataTable = new DataTable(messages, () => source.repaint());
    this.readout.setAttribute("aria-live", "polite");
    // For pages around: ::part(note).
    this.note.setAttribute("part", "note");
  }

  /** Everything from top to bottom; `reason` says why the view opens where it does. */
  parts(reason: string, controls: Node, stage: Node): Node[] {
    return [
      element("h1", {}, this.host.getAttribute("heading") ?? this.messages.text("kind")),
      ...(reason ? [element("p", { className: "reason" }, reason)] : []),
      controls, this.readout, stage, ...this.footer(), this.dataTable.element, this.note,
    ];
  }

  show(readout: readonly (Node | string)[], notes: readonly string[], table: () => TableContent): void {
    this.readout.replaceChildren(...readout);
    this.note.textContent = notes.join(" ");
    if (this.dataTable.open) {
      this.dataTable.show(table());
    }
  }

  say(text: string): void {
    this.readout.textContent = text;
  }

  complain(error: unknown): void {
    this.readout.replaceChildren(element("span", { className: "error" }, textOf(error)));
  }

  private footer(): Node[] {
    const { source, messages } = this;
    const button = (text: string, act: () => void) => {
      const created = element("button", { className: "plain", type: "button" }, text);
      created.addEventListener("click", act);
      return created;
    };
    const link = new LinkButton(this.host, messages, () => source.state);
    const table: HTMLButtonElement = button(messages.text("table"), () => {
      this.dataTable.toggle();
      table.setAttribute("aria-expanded", String(this.dataTable.open));
      table.textContent = messages.text(this.dataTable.open ? "tableClose" : "table");
    });
    table.setAttribute("aria-expanded", "false");
    return [
      element(
        "div",
        { className: "footer" },
        button(messages.text("saveSvg"), () => save(svgOf(source.drawing()), `${source.fileName}.svg`)),
        button(messages.text("savePng"), () =>
          void pngOf(source.drawing()).then((blob) => save(blob, `${source.fileName}.png`), (error) => this.complain(error))),
        link.button,
        table,
      ),
      link.panel,
    ];
  }
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
