"""Writes data, network and configuration of a tiny training into a folder.

setup.py FOLDER [KEY=JSON...]: a KEY such as optimizer.learning_rate replaces a
value of the configuration, and the JSON null removes one.
"""
import gzip
import json
import pathlib
import random
import shutil
import struct
import sys
import zipfile

folder = pathlib.Path(sys.argv[1])
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)
shutil.copy(pathlib.Path(__file__).parent / "net.mlir", folder)


def write_idx(name, shape, values):
    header = bytes([0, 0, 8, len(shape)]) + struct.pack(f">{len(shape)}I", *shape)
    with gzip.GzipFile(folder / name, "wb", mtime=0) as file:
        file.write(header + bytes(values))


def write_npz(name, arrays):
    """Arrays are given as name: (shape, NumPy's and struct's type, values)."""
    with zipfile.ZipFile(folder / name, "w") as archive:
        for key, (shape, descr, code, values) in arrays.items():
            dictionary = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {tuple(shape)}, }}"
            text = dictionary.ljust(118 - 1) + "\n"
            data = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode()
            archive.writestr(key + ".npy", data + struct.pack(f"<{len(values)}{code}", *values))


dice = random.Random(7)
labels = [dice.randrange(2) for _ in range(42)]
images = [dice.randrange(100) + 150 * label for label in labels for _ in range(15)]
write_idx("x.gz", (42, 5, 3), images)
write_idx("y.gz", (42,), labels)
write_idx("bad.gz", (42,), [*labels[:41], 9])
test = [float(value) for value in images[:150]]
write_npz("test.npz", {"x": ((10, 5, 3), "<f4", "f", test), "y": ((10,), "<i8", "q", labels[:10])})
test[47] = float("nan")
write_npz("nan.npz", {"x": ((10, 5, 3), "<f4", "f", test), "y": ((10,), "<i8", "q", labels[:10])})

config = {
    "module": "net.mlir",
    "entry": "loss",
    "seed": 3,
    "threads": 1,
    "batch_size": 4,
    "epochs": 3,
    "params": [
        {"name": "w", "init": "xavier_uniform"},
        {"name": "decay", "init": "constant", "value": 0.8},
        {"name": "v", "init": "normal", "deviation": 0.1},
    ],
    "data": {
        "arguments": [
            {"name": "x", "divide_by": 255, "time_steps": 5},
            {"name": "y", "classes": 2, "one_hot": True},
        ],
        "train": {"x": "x.gz", "y": "y.gz"},
        "test": {"x": {"npz": "test.npz"}, "y": {"npz": "test.npz"}},
        "validation": 8,
    },
    "measurements": [{"name": "accuracy", "kind": "count"}, {"name": "firing_rate", "kind": "mean"}],
    "optimizer": {"kind": "amsgrad", "learning_rate": 0.01},
    "checkpoint": {"file": "checkpoint.npz"},
    "metrics": {"file": "metrics.jsonl"},
    "export": "trained.npz",
}
for argument in sys.argv[2:]:
    key, value = argument.split("=", 1)
    *path, last = key.split(".")
    place = config
    for part in path:
        place = place[int(part)] if part.isdigit() else place.setdefault(part, {})
    if isinstance(place, list):
        last = int(last)
    if value == "null":
        del place[last]
    else:
        place[last] = json.loads(value)
(folder / "config.json").write_text(json.dumps(config))
