"""Writes the corpus; see README.md."""
import os

import architectures
import containers
import coverage
import functions
import fused
import golden
import iterated
import not_attention
import operators
import quantised
import spelt_out

if __name__ == "__main__":
    os.makedirs(golden.FOLDER, exist_ok=True)
    spelt_out.make()
    fused.make()
    quantised.make()
    containers.make()
    functions.make()
    iterated.make()
    operators.make()
    architectures.make()
    not_attention.make()
    golden.finish()
    coverage.write()
    print(len(golden.CASES), "cases")
