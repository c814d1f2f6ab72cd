"""Compares the losses of metrics with an array of an npz: compare.py METRICS.jsonl FILE.npz NAME."""
import json
import struct
import sys
import zipfile

data = zipfile.ZipFile(sys.argv[2]).read(sys.argv[3] + ".npy")
start = 10 + struct.unpack("<H", data[8:10])[0]
expected = [value for (value,) in struct.iter_unpack("<f", data[start:])]
with open(sys.argv[1]) as file:
    found = [json.loads(line)["loss"] for line in file]
print("expected", expected, "found", found)
if len(found) != len(expected) or any(abs(f / e - 1) > 1e-4 for f, e in zip(found, expected)):
    sys.exit("the losses differ by more than 1e-4")
