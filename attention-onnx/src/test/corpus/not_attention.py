"""Softmaxes that are no attention between tokens: nothing may be found."""
import torch
from torch import nn

from attention import WIDTH, states
from golden import export


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.out = nn.Linear(WIDTH, 5)

    def forward(self, x):
        return torch.softmax(self.out(x), -1), []


class Router(nn.Module):
    """A dense mixture of experts: the softmax weighs experts, its keys are stored weights."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(1)
        self.gate = nn.Linear(WIDTH, 3, bias=False)
        self.experts = nn.ModuleList([nn.Linear(WIDTH, WIDTH) for _ in range(3)])

    def forward(self, x):
        weights = torch.softmax(self.gate(x), -1)
        outputs = torch.stack([expert(x) for expert in self.experts], 2)
        return torch.matmul(weights[:, :, None], outputs)[:, :, 0], []


class Pointer(nn.Module):
    """Scores between tokens, but as the answer itself: nothing is weighed with them."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(2)
        self.left, self.right = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        return torch.softmax(torch.matmul(self.left(x), self.right(x).transpose(1, 2)), -1), []


class Pooling(nn.Module):
    """One learned query pools all tokens."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(3)
        self.query, self.value = nn.Parameter(torch.randn(1, 1, WIDTH)), nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        weights = torch.softmax(torch.matmul(self.query, x.transpose(1, 2)), -1)
        return torch.matmul(weights, self.value(x)), []


class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(4)
        self.gate = nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        return torch.softmax(self.gate(x), -1) * x, []


def make():
    for name, form, module in [("classifier", "classifier", Classifier()), ("router", "mixture-of-experts router", Router()),
                               ("pointer", "pointer network", Pointer()), ("pooling", "pooling by one learned query", Pooling()),
                               ("gate", "gate", Gate())]:
        export(name, form, module, {"x": states()}, [], group="not attention")
