"""Writes mixed.safetensors as the format's description says, with nothing but numpy: python3 make_fixture.py"""
import json
import struct

import numpy as np

ARRAYS = {
    "weights": ("F32", np.arange(24, dtype="<f4").reshape(1, 2, 3, 4) / 7),
    "half": ("F16", np.array([0.5, -2, 1 / 3], dtype="<f2")),
    "ids": ("I64", np.array([[5, -1, 1 << 40]], dtype="<i8")),
    "mask": ("BOOL", np.array([True, False, True])),
    "number": ("F64", np.array(0.1, dtype="<f8")),
}

header, data = {"__metadata__": {"format": "np"}}, b""
for name, (code, array) in ARRAYS.items():
    header[name] = {"dtype": code, "shape": list(array.shape), "data_offsets": [len(data), len(data) + array.nbytes]}
    data += array.tobytes()
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
with open("mixed.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + data)
