import { element } from "./dom";
import type { Messages } from "./messages";

/** What a view shows, as a table for whoever cannot or will not look at the drawing. */
export interface TableContent {
  readonly caption: string;
  readonly headings: readonly string[];
  readonly rowCount: number;
  row(index: number): readonly string[];
}

const PAGE = 50;

/** A table under the view, filled page by page so that the document stays small. */
export class DataTable {
  readonly element = element("div", { className: "table", hidden: true });
  private pages = 1;
  private caption = "";

  constructor(private readonly messages: Messages, private readonly changed: () => void) {}

  get open(): boolean {
    return !this.element.hidden;
  }

  toggle(): void {
    this.element.hidden = this.open;
    this.changed();
  }

  show(content: TableContent): void {
    if (this.caption !== content.caption) {
      this.caption = content.caption;
      this.pages = 1;
    }
    const shown = Math.min(content.rowCount, this.pages * PAGE);
    const head = element("tr", {}, ...content.headings.map((heading) => element("th", { scope: "col" }, heading)));
    const rows = Array.from({ length: shown }, (_, index) => {
      const [first = "", ...others] = content.row(index);
      return element("tr", {}, element("th", { scope: "row" }, first), ...others.map((cell) => element("td", {}, cell)));
    });
    const caption = element("caption", {}, content.caption);
    this.element.replaceChildren(element("table", {}, caption, element("thead", {}, head), element("tbody", {}, ...rows)));
    if (shown < content.rowCount) {
      const more = element("button", { className: "plain", type: "button" }, this.messages.text("tableMore", { shown, total: content.rowCount }));
      more.addEventListener("click", () => {
        this.pages++;
        this.changed();
      });
      this.element.append(more);
    }
  }
}
