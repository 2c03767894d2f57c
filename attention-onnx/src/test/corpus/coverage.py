"""Writes docs/coverage.md from the cases."""
import os

from golden import CASES

TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), *[".."] * 3, "..", "docs", "coverage.md")


def write():
    with open(TARGET, "w") as file:
        file.write("# Forms of attention that are read out of ONNX files\n\nMade by `attention-onnx/src/test/corpus`; each "
                   "line is a committed graph whose attention is compared with\nPyTorch's or numpy's in every build, and whose "
                   "own outputs stay as they were, bit by bit. Forms for GPUs only have no kernel in ONNX\nRuntime for "
                   "CPUs: their attention is compared, computed beside the operator, and there are no outputs to "
                   "compare.\n\n"
                   "| form | group | found | tolerance |\n|---|---|---|---|\n")
        for case in CASES:
            found = ", ".join(f"{site['kind']} {site['layer']}" for site in case["sites"]) or "nothing, rightly"
            file.write(f"| {case['form']} | {case['group']} | {found} | {case['tolerance']:g} |\n")
