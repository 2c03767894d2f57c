import { AttentionHeadView } from "./views/head/head-view";
import { AttentionModelView } from "./views/model/model-view";

const VIEWS = {
  "attention-head-view": AttentionHeadView,
  "attention-model-view": AttentionModelView,
};

for (const [name, view] of Object.entries(VIEWS)) {
  // A document may hold this script more than once.
  if (!customElements.get(name)) {
    customElements.define(name, view);
  }
}
