import type { Axis } from "../model/axis";
import type { Lens } from "../model/lens";
import type { Stack } from "../payload/payload";

/** What a search has found: a token that looks, or is looked at, or both where a text looks at itself; -1 for none. */
export interface Hit {
  readonly query: number;
  readonly key: number;
}

/** All that a search finds: tokens, and those of another text that looks. */
export function hitsOf(search: string, { rows, columns }: Lens, { queryTokens, keyTokens }: Stack): readonly Hit[] {
  const tokens = (axis: Axis) => [...axis.find(search)].map((position) => axis.items[position]?.tokens[0] ?? -1);
  return queryTokens === keyTokens
    ? tokens(columns).map((token) => ({ query: token, key: token }))
    : [...tokens(rows).map((query) => ({ query, key: -1 })), ...tokens(columns).map((key) => ({ query: -1, key }))];
}
