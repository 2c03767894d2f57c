"""Writes the corpus; see README.md."""
import os

import fused
import golden
import not_attention
import spelt_out

if __name__ == "__main__":
    os.makedirs(golden.FOLDER, exist_ok=True)
    spelt_out.make()
    fused.make()
    not_attention.make()
    golden.finish()
    print(len(golden.CASES), "cases")
