"""The FGI paper's network in AVX-512 intrinsics (handwritten/), built on first use."""
import ctypes
import os
import subprocess

import numpy as np

import networks
from harness import machine

POINTERS = ("in", "rec", "out", "alpha", "rho", "kappa")


class Arguments(ctypes.Structure):
    _fields_ = ([(name, ctypes.c_void_p) for name in (*POINTERS, "x", "labels")]
                + [(name, ctypes.c_int32) for name in ("steps", "batch", "inputs", "classes")])


class Results(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in (*POINTERS, "loss")]


def pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p).value


class Handwritten:
    versions = {}

    def __init__(self, job):
        shape = networks.load("alif").Shape(**job["shape"])
        if job["network"] != "alif" or shape.neurons != 128 or shape.batch % 16:
            raise ValueError("written for the alif network with 128 neurons and batches that 16 divides")
        if "avx512f" not in machine.vector_extensions():
            raise ValueError("needs AVX-512")
        subprocess.run(["ninja", "-C", job["build"], "snn-handwritten"], check=True, stdout=2)
        library = ctypes.CDLL(os.path.join(job["build"], "lib", "libsnn-handwritten.so"))
        self.functions = {"infer": library.alif_infer, "train": library.alif_train}

    def load(self, arrays, file):
        self.arrays = arrays
        steps, batch, inputs = arrays[6].shape
        self.arguments = Arguments(*map(pointer, arrays), steps, batch, inputs, arrays[2].shape[1])

    def run(self, mode):
        if mode == "infer":
            logits = np.empty((self.arguments.batch, self.arguments.classes), np.float32)
            self.functions[mode](ctypes.byref(self.arguments), ctypes.c_void_p(pointer(logits)))
            return {"res0": logits}
        gradients = [np.zeros_like(a) for a in self.arrays[:6]]
        loss = np.zeros((), np.float32)
        results = Results(*map(pointer, gradients), pointer(loss))
        self.functions[mode](ctypes.byref(self.arguments), ctypes.byref(results))
        return {"res0": loss, **{f"grad{i}": g for i, g in enumerate(gradients)}}

    def wait(self, results):
        pass


def make(job):
    return Handwritten(job)
