"""This project: `snn-run` on the network's MLIR file, compiled anew for every round."""
import json
import os
import pathlib
import subprocess
import tempfile

import numpy as np

import networks


class SNN:
    def __init__(self, job):
        self.job = job
        self.network = networks.load(job["network"])
        self.folder = tempfile.TemporaryDirectory(prefix="snn-bench-")
        self.program = os.path.join(self.folder.name, "network.mlir")
        self.network.write_program(self.network.Shape(**job["shape"]), self.program)
        self.versions = {"snn": job.get("revision", "unknown")}

    def load(self, arrays, file):
        self.file = file

    def call(self, verb, mode, *options):
        """snn-run's last line of output."""
        wrt = ["--wrt=" + ",".join(map(str, self.network.WRT))] if mode == "train" else []
        command = [os.path.join(self.job["build"], "bin", "snn-run"), verb, self.program, f"--in={self.file}",
                   f"--entry={self.network.MODES[mode]}", f"--threads={self.job['threads']}", *wrt, *options,
                   *self.job["options"].get("snn_options", [])]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError((done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1])
        return (done.stdout.strip().splitlines() or [""])[-1]

    def run(self, mode):
        out = os.path.join(self.folder.name, "out.npz")
        self.call("grad" if mode == "train" else "call", mode, f"--out={out}")
        with np.load(out) as arrays:
            return dict(arrays)

    def time(self, mode, reps):
        answer = json.loads(self.call("time", mode, f"--reps={reps}"))
        return {"ms": [answer["median_ms"]], "min_ms": answer["min_ms"], "compile_ms": answer["compile_ms"],
                "peak_bytes": answer["peak_bytes"]}

    def peak_bytes(self, mode):
        return self.time(mode, 1)["peak_bytes"]


def make(job):
    return SNN(job)
