"""The encoder of architectures.py in the form that torch.jit.script compiles, control flow and all."""
from typing import List, Tuple

import torch
from torch import Tensor

from architectures import Bert


class ScriptedBert(Bert):
    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> Tuple[Tensor, List[Tensor]]:
        places = torch.arange(input_ids.shape[1])
        states = self.norm(self.words(input_ids) + self.positions(places) + self.types(token_type_ids))
        bias = torch.zeros(1)
        if int(attention_mask.min()) == 0:
            bias = (1.0 - attention_mask[:, None, None, :].to(states.dtype)) * -10000.0
        attentions: List[Tensor] = []
        for layer in self.layers:
            states, weights = layer(states, bias)
            attentions.append(weights)
        return states, attentions
