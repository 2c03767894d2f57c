import { AttentionHeadView } from "./view/head-view";

// A document may hold this script more than once.
if (!customElements.get("attention-head-view")) {
  customElements.define("attention-head-view", AttentionHeadView);
}
