#!/usr/bin/env python3
"""Writes numpy.npz and numpy-deflated.npz beside this script: arrays as NumPy
itself stores them, whose values NpzReadTest.cpp knows by formula."""
import io
import os
import zipfile

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))


def ramp(dtype, shape=(2, 3)):
    """0, 1, 2, ... in row-major order."""
    return np.arange(np.prod(shape, dtype=int)).astype(dtype).reshape(shape)


plain = {}
for code in ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"):
    plain[f"little_{code}"] = ramp("<" + code)
    plain[f"big_{code}"] = ramp(">" + code)
    plain[f"fortran_{code}"] = np.asfortranarray(ramp("<" + code))
plain["bool"] = np.array([[True, False, True], [False, False, True]])
plain["scalar"] = np.float32(2.5)
plain["one"] = ramp("<f4", (1,))
plain["empty"] = np.zeros((0, 4), "<f8")
plain["fortran_empty"] = np.zeros((3, 0, 2), "<f4", order="F")
plain["fortran_big_cube"] = np.asfortranarray(ramp(">i4", (2, 3, 4)))
plain["fortran_bool"] = np.asfortranarray(plain["bool"])
np.savez(os.path.join(here, "numpy.npz"), **plain)
np.savez_compressed(os.path.join(here, "numpy-deflated.npz"),
                    a=ramp("<f4", (50, 40)), b=ramp(">u2", (3, 5)), c=np.int64(-5))

with zipfile.ZipFile(os.path.join(here, "numpy-versions.npz"), "w") as archive:
    for version in ((1, 0), (2, 0), (3, 0)):
        stream = io.BytesIO()
        np.lib.format.write_array(stream, ramp("<f4"), version=version)
        archive.writestr(f"v{version[0]}.npy", stream.getvalue())
