import { ROW_HEIGHT } from "../draw/attention-canvas";

const CSS = `
:host {
  --ink: #1b1e28; --soft: #555b6e; --ground: #ffffff; --panel: #f5f6fa; --line: #d5d8e2; --focus: #1f5fd0;
  display: block; box-sizing: border-box; padding: 20px 24px 28px; max-width: 860px; margin: 0 auto;
  color: var(--ink); background: var(--ground);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
:host([data-dark]) {
  --ink: #eceef5; --soft: #aab0c2; --ground: #14161d; --panel: #1f222c; --line: #3a3f4f; --focus: #8fb8ff;
}
:host([hidden]) { display: none; }
h1 { font-size: 21px; font-weight: 650; letter-spacing: -0.01em; margin: 0 0 2px; }
.reason { color: var(--soft); margin: 0 0 16px; max-width: 68ch; }
.controls { display: flex; flex-wrap: wrap; gap: 10px 20px; align-items: center; padding: 10px 14px;
  background: var(--panel); border: 1px solid var(--line); border-radius: 10px; margin-bottom: 8px; }
label { display: inline-flex; gap: 8px; align-items: center; font-weight: 550; }
select, .plain { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line);
  border-radius: 7px; padding: 3px 9px; cursor: pointer; }
.heads { display: inline-flex; flex-wrap: wrap; gap: 5px; align-items: center; }
.heads > span { font-weight: 550; margin-right: 4px; }
.head { font: 600 12px/1 system-ui, sans-serif; min-width: 26px; height: 26px; padding: 0 5px; border-radius: 7px;
  cursor: pointer; border: 2px solid var(--colour); background: transparent; color: var(--ink); }
.head[aria-pressed="true"] { background: var(--colour); color: var(--on-colour); }
.readout { min-height: 3.1em; margin: 0 0 8px; padding: 4px 2px; color: var(--soft); }
.readout b { color: var(--ink); font-weight: 650; }
.readout .number { font-variant-numeric: tabular-nums; color: var(--ink); }
.columns { display: grid; grid-template-columns: minmax(0, max-content) minmax(140px, 1fr) minmax(0, max-content); }
.caption { color: var(--soft); font-size: 12.5px; padding-bottom: 4px; }
.caption.query { text-align: right; }
.caption.key { grid-column: 3; }
.tokens { list-style: none; margin: 0; padding: 0; min-width: 0; }
.token { height: ${ROW_HEIGHT}px; line-height: ${ROW_HEIGHT}px; padding: 0 9px; border-radius: 6px; cursor: pointer;
  white-space: pre; overflow: hidden; text-overflow: ellipsis; unicode-bidi: isolate; }
.query .token { text-align: right; }
.token.special { color: var(--soft); font-style: italic; }
.token[aria-selected="true"] { background: var(--panel); box-shadow: inset 0 0 0 1.5px var(--focus); }
.token.locked { font-weight: 650; }
:focus { outline: none; }
:focus-visible { outline: 2.5px solid var(--focus); outline-offset: 1px; }
canvas { display: block; }
.note { color: var(--soft); font-size: 12.5px; margin: 14px 0 0; }
.error { color: #b3261e; font-weight: 600; }
@media (max-width: 520px) { :host { padding: 14px 10px; } .columns { grid-template-columns: minmax(0, 38%) 1fr minmax(0, 38%); } }
@media (forced-colors: active) { .head[aria-pressed="true"] { forced-color-adjust: none; } }
`;

let sheet: CSSStyleSheet | undefined;

/** One sheet for all views of a document; built by script, so that a strict content security policy lets it be. */
export function styles(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
