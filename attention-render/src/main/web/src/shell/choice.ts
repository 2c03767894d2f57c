import type { LayerHeader } from "../payload/format";
import type { Payload, Stack } from "../payload/payload";
import type { ViewState } from "./view-state";

/** What a reader has chosen, as far as the payload has it. */
export interface Choice {
  readonly state: ViewState;
  readonly stack: Stack;
  readonly layer: LayerHeader;
}

/** Stack, layer and heads that are not there give way to the first that are; another stack's tokens are not held. */
export function settle(wanted: ViewState, payload: Payload, before: ViewState | undefined): Choice {
  const { stacks } = payload;
  const stack = stacks.find((each) => each.name === wanted.kind) ?? (stacks[0] as Stack);
  const layer = stack.layers.find((each) => each.number === wanted.layer) ?? (stack.layers[0] as LayerHeader);
  const heads = wanted.heads.filter((head) => layer.heads.includes(head));
  const state = {
    ...wanted,
    kind: stack.name,
    layer: layer.number,
    heads: heads.length === 0 && wanted.heads.length > 0 ? layer.heads.slice(0, 1) : heads,
    locked: before && before.kind !== stack.name ? null : wanted.locked,
  };
  return { state, stack, layer };
}
