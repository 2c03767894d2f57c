const CSS = `
:host {
  --ink: #1b1e28; --soft: #555b6e; --ground: #ffffff; --panel: #f5f6fa; --line: #d5d8e2; --focus: #1f5fd0; --heat: #ffab2e;
  display: block; box-sizing: border-box; padding: 20px 24px 24px; max-width: 1180px; margin: 0 auto;
  color: var(--ink); background: var(--ground); color-scheme: light;
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
:host([data-dark]) {
  --ink: #eceef5; --soft: #aab0c2; --ground: #14161d; --panel: #1f222c; --line: #3a3f4f; --focus: #8fb8ff; --heat: #8f5300;
  color-scheme: dark;
}
:host([hidden]), [hidden] { display: none !important; }
:host([compact]) { padding: 0; max-width: none; }
:host([compact]) :is(h1, .reason, .controls, .footer, .link) { display: none; }
h1 { font-size: 21px; font-weight: 650; letter-spacing: -0.01em; margin: 0 0 10px; overflow-wrap: anywhere; }
.reason { color: var(--soft); margin: -8px 0 14px; max-width: 100ch; }
.controls { padding: 10px 14px; background: var(--panel); border: 1px solid var(--line); border-radius: 10px; margin-bottom: 8px; }
.row { display: flex; flex-wrap: wrap; gap: 9px 15px; align-items: center; }
.row:empty { display: none; }
.row:empty + details { margin-top: 0; }
input[type="search"] { width: 112px; }
details { margin-top: 8px; }
summary { color: var(--soft); cursor: pointer; width: max-content; font-size: 14px; border-radius: 4px; }
details .row { padding-top: 8px; }
label { display: inline-flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; font-weight: 550; }
select, input[type="search"], input[type="text"], .plain { font: inherit; font-weight: 400; color: inherit; background: var(--ground);
  border: 1px solid var(--line); border-radius: 7px; padding: 3px 9px; max-width: 100%; box-sizing: border-box; }
select, .plain { cursor: pointer; }
input[type="range"] { width: 120px; accent-color: var(--focus); }
input[type="checkbox"] { accent-color: var(--focus); margin: 0; width: 16px; height: 16px; }
output, .soft { color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums; min-width: 2.2em; }
.soft:empty { display: none; }
.heads { display: inline-flex; flex-wrap: wrap; gap: 4px; align-items: center; }
.heads > span { font-weight: 550; margin-right: 4px; }
.head { font: 600 12px/1 system-ui, sans-serif; min-width: 26px; height: 26px; padding: 0 5px; border-radius: 7px;
  cursor: pointer; border: 2px solid var(--colour); background: transparent; color: var(--ink); }
.head[aria-pressed="true"] { background: var(--colour); color: var(--on-colour); }
.readout { min-height: 2.9em; margin: 0 0 6px; padding: 4px 2px; color: var(--soft); overflow-wrap: anywhere; }
.readout b { color: var(--ink); font-weight: 650; unicode-bidi: isolate; }
.number { font-variant-numeric: tabular-nums; color: var(--ink); }
.stage { overflow: auto; max-height: var(--attention-stage-height, max(300px, calc(100vh - 215px))); position: relative; overscroll-behavior: auto; }
.content { position: relative; min-width: 0; cursor: default; }
canvas { display: block; position: sticky; top: 0; left: 0; }
.beside { display: flex; flex-wrap: wrap; gap: 12px 28px; align-items: flex-start; }
.beside > .stage { flex: 3 1 400px; min-width: 0; }
.detail { flex: 2 1 300px; min-width: 0; }
h2 { font-size: 15px; font-weight: 650; margin: 2px 0 8px; }
.area { position: absolute; top: 0; left: 0; border-radius: 8px; touch-action: pan-x pan-y; }
.option { position: absolute; top: 0; left: 0; overflow: hidden; color: transparent; white-space: pre; cursor: pointer;
  user-select: none; font-size: 10px; }
.area:focus-visible .option { outline: 2.5px solid var(--focus); outline-offset: -1px; border-radius: 6px; }
:focus { outline: none; }
:focus-visible { outline: 2.5px solid var(--focus); outline-offset: 1px; }
.buttons { display: inline-flex; gap: 5px; }
.buttons .plain { min-width: 32px; }
.texts { max-height: var(--attention-stage-height, max(300px, calc(100vh - 250px))); overflow: auto; }
.text-panel { padding: 12px 16px; border: 1px solid var(--line); border-radius: 10px; font-size: 17px; line-height: 1.85; }
.paragraph { overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: isolate; margin: 0 0 0.5em; }
.paragraph:last-child { margin: 0; }
.caption { font-weight: 600; font-size: 14px; margin: 10px 0 5px; }
.piece, .chip { --strength: 0%; background: color-mix(in srgb, var(--heat) var(--strength), transparent); border-radius: 3px;
  cursor: pointer; -webkit-box-decoration-break: clone; box-decoration-break: clone; padding-block: 2px; }
.chip { font-size: 13px; font-style: italic; padding-inline: 5px; margin-inline-end: 4px; border: 1px solid var(--line); unicode-bidi: isolate; }
.piece[aria-selected="true"], .chip[aria-selected="true"] { outline: 2px solid var(--focus); outline-offset: 0; }
.piece.held, .chip.held { outline-width: 3px; }
.piece:focus-visible, .chip:focus-visible { outline: 3px solid var(--ink); outline-offset: 1px; }
.found { box-shadow: inset 0 -3px 0 var(--focus); }
.piece.left-out { color: var(--soft); cursor: default; }
.chip.left-out { display: none; }
.unwritten { visibility: hidden; }
.writing { outline: 2px dashed var(--ink); outline-offset: 1px; }
.steps { margin: 0 0 10px; }
.steps label { flex: 0 1 480px; flex-wrap: nowrap; }
.steps input[type="range"] { flex: 1 1 90px; width: 90px; }
.legend { display: flex; gap: 8px; align-items: center; margin: 8px 0 0; color: var(--soft); font-size: 12.5px; font-variant-numeric: tabular-nums; }
.ramp { width: 160px; height: 10px; border-radius: 3px; border: 1px solid var(--line); background: linear-gradient(to right, transparent, var(--heat)); }
.footer { display: flex; flex-wrap: wrap; gap: 8px; margin: 14px 0 0; }
.footer .plain { font-size: 13.5px; }
.link { margin-top: 8px; display: flex; }
.link input { flex: 1 1 240px; }
.table { overflow-x: auto; margin-top: 12px; }
table { border-collapse: collapse; font-size: 14px; }
caption { text-align: start; font-weight: 600; padding-bottom: 4px; }
th, td { text-align: start; padding: 3px 18px 3px 0; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
tbody th { font-weight: 500; }
.note { color: var(--soft); font-size: 12.5px; margin: 12px 0 0; max-width: 100ch; }
.error { color: #b3261e; font-weight: 600; }
:host([data-dark]) .error { color: #ffb4ab; }
@media (max-width: 520px) { .steps label { flex-basis: 200px; } :host { padding: 14px 10px; } .readout { min-height: 5.9em; } .controls { padding: 8px 10px; } }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; animation: none !important; scroll-behavior: auto !important; } }
@media (forced-colors: active) {
  :host, :host([data-dark]) { --ink: CanvasText; --soft: CanvasText; --ground: Canvas; --panel: Canvas; --line: CanvasText; --focus: Highlight; --heat: Mark; }
  .piece, .chip { forced-color-adjust: none; }
  .head { border-color: ButtonText; }
  .head[aria-pressed="true"] { forced-color-adjust: none; background: Highlight; color: HighlightText; border-color: Highlight; }
}
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
