import { AttentionHeadView } from "./views/head/head-view";
import { AttentionModelView } from "./views/model/model-view";
import { AttentionNeuronView } from "./views/neuron/neuron-view";
import { AttentionHeatMapView } from "./views/heat-map/heat-map-view";
import { AttentionTextView } from "./views/text/text-view";
import { AttentionComparisonView } from "./views/comparison/comparison-view";
import { AttentionGenerationView } from "./views/generation/generation-view";
import { AttentionOverview } from "./views/overview/overview-view";
import { AttentionImageView } from "./views/image/image-view";

const VIEWS = {
  "attention-head-view": AttentionHeadView,
  "attention-model-view": AttentionModelView,
  "attention-neuron-view": AttentionNeuronView,
  "attention-heat-map-view": AttentionHeatMapView,
  "attention-text-view": AttentionTextView,
  "attention-comparison-view": AttentionComparisonView,
  "attention-generation-view": AttentionGenerationView,
  "attention-overview": AttentionOverview,
  "attention-image-view": AttentionImageView,
};

for (const [name, view] of Object.entries(VIEWS)) {
  // A document may hold this script more than once.
  if (!customElements.get(name)) {
    customElements.define(name, view);
  }
}
