import { element } from "./dom";
import type { Messages } from "./messages";

const NAME = "attention";

/** A view's name in links: its id, or else which of its kind it is in the document. */
function nameOf(view: Element): string {
  const kind = view.localName;
  return view.id || `${kind}-${[...document.querySelectorAll(kind)].indexOf(view)}`;
}

/** The state that the page's address holds for a view, or null. */
export function stateInAddress(view: Element): string | null {
  const hash = location.hash.slice(1);
  return new URLSearchParams(hash).get(NAME) === nameOf(view) ? hash : null;
}

/** The page's address with a view's state; in a frame without an address of its own just the state. */
function linkTo(view: Element, state: string): string {
  const address = location.href.replace(/#.*$/, "");
  const named = new URLSearchParams({ [NAME]: nameOf(view) }).toString();
  return address.startsWith("about:") ? state : `${address}#${named}&${state}`;
}

/** Copies a link, or shows it to be copied where the browser does not let a script do that. */
export class LinkButton {
  readonly button: HTMLButtonElement;
  readonly panel = element("label", { className: "link", hidden: true });

  constructor(view: Element, messages: Messages, state: () => string) {
    this.button = element("button", { className: "plain", type: "button" }, messages.text("link"));
    const field = element("input", { type: "text", readOnly: true });
    this.panel.append(messages.text("linkManual"), field);
    this.button.addEventListener("click", () => {
      const link = linkTo(view, state());
      field.value = link;
      const copied = navigator.clipboard?.writeText(link) ?? Promise.reject(new Error("There is no clipboard"));
      copied.then(
        () => {
          this.button.textContent = messages.text("linkCopied");
          setTimeout(() => (this.button.textContent = messages.text("link")), 2_000);
        },
        () => {
          this.panel.hidden = false;
          field.select();
        },
      );
    });
  }
}
