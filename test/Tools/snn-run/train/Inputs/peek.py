"""Prints the float32 values of an array of an npz: peek.py FILE NAME."""
import struct
import sys
import zipfile

data = zipfile.ZipFile(sys.argv[1]).read(sys.argv[2] + ".npy")
start = 10 + struct.unpack("<H", data[8:10])[0]
for (value,) in struct.iter_unpack("<f", data[start:]):
    print(f"{value:.6f}")
