"""Writes the arrays that NpzTest reads, with numpy itself: run `python3 make_fixtures.py` in this folder."""
import numpy as np

arrays = {
    "f4": np.array([[1.5, -2.0, np.inf], [0.1, 0.2, 0.3]], np.float32),
    "f8": np.array([1.5, -2.25], np.float64),
    "f2": np.array([1.0, -0.5, 6e-8, 65504, np.inf], np.float16),
    "i8": np.array([[-1], [2 ** 62]], np.int64),
    "i4": np.array([1, -2, 3], np.int32),
    "i1": np.array([-128, 127], np.int8),
    "u1": np.array([0, 255], np.uint8),
    "b1": np.array([True, False]),
    "big": np.array([1, 2], ">i4"),
    "scalar": np.array(7, np.int64),
    "empty": np.zeros((0, 3), np.float32),
}
np.savez("stored.npz", **arrays)
np.savez_compressed("deflated.npz", **arrays)
np.savez("fortran.npz", a=np.asfortranarray(np.ones((2, 3), np.float32)))
np.savez("complex.npz", a=np.ones(2, np.complex64))
