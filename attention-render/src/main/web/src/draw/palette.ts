/**
 * Colours for heads, told apart also with the common kinds of colour blindness as far as twelve colours can be
 * (after Paul Tol's qualitative schemes); later heads begin again with the first.
 */
const LIGHT = [
  "#332288", "#117733", "#cc6677", "#0077bb", "#999933", "#882255",
  "#009988", "#ee7733", "#aa4499", "#33578a", "#b8860b", "#cc3311",
];

/** The same hues, light enough for a dark ground. */
const DARK = [
  "#9a8cf0", "#5fc97f", "#f09aa8", "#56b4e9", "#d6d66a", "#e27aa5",
  "#4fd6c4", "#ffa366", "#dd8fd4", "#8fb2e6", "#f0c54f", "#ff8066",
];

export function headColour(head: number, dark: boolean): string {
  const colours = dark ? DARK : LIGHT;
  return colours[head % colours.length] as string;
}
