/** The colours that a view draws with, as its style sheet resolves them. */
export interface Theme {
  readonly dark: boolean;
  /** With forced colours there is one ink for everything. */
  readonly forced: boolean;
  readonly ink: string;
  readonly soft: string;
  readonly ground: string;
  readonly panel: string;
  readonly line: string;
  readonly focus: string;
}

export function themeOf(host: Element, dark: boolean): Theme {
  const style = getComputedStyle(host);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    dark,
    forced: matchMedia("(forced-colors: active)").matches,
    ink: colour("--ink"),
    soft: colour("--soft"),
    ground: colour("--ground"),
    panel: colour("--panel"),
    line: colour("--line"),
    focus: colour("--focus"),
  };
}
